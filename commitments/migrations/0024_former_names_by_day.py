from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0023_guards_keep_their_plan")]

    operations = [
        migrations.AddIndex(
            model_name="organisationname",
            index=models.Index(
                fields=["until"],
                condition=models.Q(("kind", "former")),
                name="former_name_by_last_day",
            ),
        ),
    ]

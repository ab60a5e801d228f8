from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import AccountForm, NewAccountForm, PersonForm, StaffPostForm
from accounts.models import Person, StaffPost, User
from accounts.services import second_factor
from core.admin import ReadingInline, RecordAdmin
from core.changes import Part
from core.masking import mask_mail, mask_name
from core.parts import parts_of


class PostsInline(ReadingInline):
    model = StaffPost
    fields = ("role", "span")
    readonly_fields = fields
    ordering = ("-valid",)


@admin.register(User)
class UserAdmin(RecordAdmin, DjangoUserAdmin):
    """Who may sign in. Rights come from posts and seats, never from marks on the account."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ("email", "is_active", "posts_today", "is_demo", "last_login")
    list_filter = ("is_active",)
    search_fields = ("email",)
    ordering = ("email",)
    filter_horizontal = ()
    inlines = (PostsInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "is_active", "language")}),
        (_("Known"), {"fields": ("date_joined", "last_login", "is_demo")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    readonly_fields = ("date_joined", "last_login", "is_demo")
    history_hidden = frozenset({"password", "last_login"})
    history_parts = (Part(StaffPost, "user", "role"),)

    actions = ("remove_second_factor",)

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For whoever has lost telephone and recovery codes; each is told by mail."""
        now = timezone.now()
        users = [user for user in queryset if second_factor.remove(user, by=request.user, at=now)]  # type: ignore[arg-type]
        if users:
            names = "、".join(user.email for user in users)
            words = gettext("Removed, with all sessions: %(names)s") % {"names": names}
            self.message_user(request, words)
        else:
            words = gettext("None of these accounts has a second factor: nothing was changed.")
            self.message_user(request, words, messages.WARNING)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Leave the password out for those who may not change it: its link would be a shut door."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                title,
                options | {"fields": [each for each in options["fields"] if each != "password"]},
            )
            for title, options in fieldsets
        ]

    def action_checkbox(self, obj: User) -> Any:
        """Name the row to those who hear the page as it is shown to those who see it: masked."""
        shown = copy(obj)
        shown.email = mask_mail(obj.email)
        return super().action_checkbox(shown)

    @admin.display(description=_("posts today"))
    def posts_today(self, user: User) -> str:
        return "、".join(post.get_role_display() for post in user.todays_posts)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        today = StaffPost.objects.open_on(timezone.localdate())
        posts = Prefetch("posts", queryset=today, to_attr="todays_posts")
        return super().get_queryset(request).prefetch_related(posts)


@admin.register(StaffPost)
class StaffPostAdmin(RecordAdmin):
    form = StaffPostForm
    list_display = ("user", "role", "span")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    autocomplete_fields = ("user",)
    ordering = ("user__email", "id")


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """Who holds offices; higher apps show them on the person's page."""

    form = PersonForm
    list_display = ("shown_name", "position", "user", "is_public")
    list_filter = ("is_public", ("user", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("name", "position", "user__email")
    autocomplete_fields = ("user",)
    ordering = ("name", "id")
    change_form_template = "admin/accounts/person/change_form.html"

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, person: Person) -> str:
        """Give the name whole with the person's consent only; an office shows who holds it."""
        return person.name if person.is_public else mask_name(person.name)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if person := kwargs.get("obj"):
            found = parts_of("accounts.person", request, person)
            context["parts"] = [render_to_string(*part, request) for part in found]
        return super().render_change_form(request, context, *args, **kwargs)

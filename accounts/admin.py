from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import AccountForm, NewAccountForm, StaffPostForm
from accounts.models import StaffPost, User
from core.admin import ReadingInline, RecordAdmin
from core.changes import Part


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

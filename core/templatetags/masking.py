"""Values of persons in tables where many stand."""

from django import template

from core.masking import mask_mail

register = template.Library()
register.filter(mask_mail)

"""What every template may use: sentences, sums, days, buttons, fields and the one-time key of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from betalt.core.access import Right, who_may
from betalt.values.reason import Reason
from betalt.web import wording

register = template.Library()
_NOTHING = (None, "")  # a template's name for what is not there


@register.simple_tag
def say(code: str, **params: object) -> str:
    """Say a coded sentence in the language of the page."""
    return wording.sentence(code, **params)


@register.simple_tag(takes_context=True)
def to(context: Mapping[str, Any], name: str, **where: object) -> str:
    """Give the address of a page of this office: `{% to "cases:case" number=case.number %}`."""
    address: str = context["office"].to(name, **where)
    return address


@register.simple_tag(takes_context=True)
def once(context: Mapping[str, Any]) -> SafeString:
    """Write what every form that is sent must carry: the token against forgery and the one-time key."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="once" value="{}">',
        context["csrf_token"],  # one for all forms of a page
        uuid4(),
    )


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: object) -> str:
    """Give this page's query with some values changed, and the page of the list left out; None takes one away."""
    asked = context["request"].GET.copy()
    asked.pop("after", None)
    for name, value in changes.items():
        if value in _NOTHING:
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else "?"


@register.filter
def kr(ore: Any) -> str:
    """Write öre as a sum with its unit."""
    return "" if ore in _NOTHING else wording.kronor(int(ore))


@register.filter
def kr0(ore: Any) -> str:
    """Write öre as a sum in whole kronor, for an overview."""
    return "" if ore in _NOTHING else wording.kronor(int(ore), decimals=False)


@register.filter
def num(ore: Any) -> str:
    """Write öre as kronor without unit, for a column."""
    return "" if ore in _NOTHING else wording.number(int(ore))


@register.filter
def num0(ore: Any) -> str:
    """Write öre as whole kronor without unit."""
    return "" if ore in _NOTHING else wording.number(int(ore), decimals=False)


@register.filter
def whole(count: Any) -> str:
    """Write a count."""
    return "" if count in _NOTHING else wording.whole(int(count))


@register.filter
def day(on: Any) -> str:
    """Write a day for running text."""
    return "" if on in _NOTHING else wording.day(on)


@register.filter
def day_short(on: Any) -> str:
    """Write a day for a table."""
    return "" if on in _NOTHING else wording.day_short(on)


@register.filter
def weekday(on: Any) -> str:
    """Write a day with its weekday."""
    return "" if on in _NOTHING else wording.weekday(on)


@register.filter
def weekday_short(on: Any) -> str:
    """Write a day with its weekday for a table."""
    return "" if on in _NOTHING else wording.weekday_short(on)


@register.filter
def iso(on: Any) -> str:
    """Write a day as fields and `datetime` attributes want it."""
    return "" if on in _NOTHING else str(on.isoformat())


@register.filter
def reason(value: Reason | dict[str, Any] | None) -> str:
    """Say a reason, or a stored one."""
    return wording.reason_text(value) if value else ""


@register.filter
def org_no(digits: str) -> str:
    """Write an organisation number as people read it."""
    return f"{digits[:-4]}-{digits[-4:]}" if len(digits) in (10, 12) else digits


@register.filter
def browser(agent: str) -> str:
    """Name the browser and the machine that an agent's long name speaks of."""
    return wording.browser(agent)


@register.filter
def words(code: object, prefix: str) -> str:
    """Say the word for a code out of a family: `{{ role|words:"office.role_" }}`."""
    return wording.sentence(f"{prefix}{code}")


@register.simple_block_tag
def page_head(
    content: str,
    *,
    title: str,
    line: str = "",
    back: str = "",
    back_text: str = "",
) -> SafeString:
    """Write the head of a page: way back, h1 that says the state, one line, and the page's own buttons."""
    return _part(
        "page_head",
        title=title,
        line=line,
        back=back,
        back_text=back_text,
        buttons=content if content.strip() else "",
    )


# Buttons and marks stand fifty times on a page: written here they cost a tenth of what a template of their own does.
@register.simple_tag(takes_context=True)
def action(
    context: Mapping[str, Any], text: str, *, href: str = "", why: str = "", look: str = "", right: str = "",
    name: str = "", value: object = "", key: str = "",
) -> SafeString:  # fmt: skip
    """Write a button, or a link that looks like one; `why` or a missing `right` closes it and says why.

    Without `href` it sends the form around it; `look` is quiet, danger or bare, `key` the key that presses it.
    """
    why = why or _closed(context, right)
    if why:
        reason_id = f"why-{uuid4().hex[:8]}"
        return format_html(
            '<button type="button" class="{}" aria-disabled="true" aria-describedby="{}">{}</button> '
            '<span id="{}" class="small muted">{}</span>', look, reason_id, text, reason_id, why,
        )  # fmt: skip
    pressed = format_html(' data-key="{}"', key) if key else ""
    if href:
        return format_html('<a role="button" class="{}" href="{}"{}>{}</a>', look, href, pressed, text)
    told = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button type="submit" class="{}"{}{}>{}</button>', look, told, pressed, text)


def _closed(context: Mapping[str, Any], right: str) -> str:
    """Say who may do what the user may not."""
    if not right or context["office"].may(Right(right)):
        return ""
    roles = ", ".join(words(role, "office.role_") for role in who_may(right=Right(right)))
    return wording.sentence("office.closed_by_role", roles=roles)


@register.simple_tag
def chip(tone: str, text: str, look: str = "chip") -> SafeString:
    """Write a status: tones are ok, info, warn, stop, law and calm; look `mark` in tables."""
    return format_html('<span class="{} {}">{}</span>', look, tone, text)


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Write what a form refuses, each with a link to its field, in the place above the form."""
    return {"form": form, "fields": [field for field in form if field.errors]}


@register.simple_tag
def fields(form: Any, prefix: str) -> SafeString:
    """Write all fields of a form that is not ours, labelled with the words `<prefix><name>`."""
    written = [str(bound) for bound in form.hidden_fields()]
    for bound in form.visible_fields():
        bound.field.widget.attrs.pop("placeholder", None)
        bound.label, bound.help_text = words(bound.name, prefix), ""
        hint = wording.sentence("office_sign_in.hint_password1") if bound.name == "password1" else ""
        written.append(_part("field", **field(bound, hint=hint)))
    return mark_safe("\n".join(written))  # noqa: S308 -- all of it was written by templates


@register.inclusion_tag("parts/field.html")
def field(bound: Any, hint: str = "", size: str = "") -> dict[str, Any]:
    """Write one field: label, hint, what is wrong, and the input that says so to a screen reader."""
    ids = [f"{bound.auto_id}-error"] * bool(bound.errors) + [f"{bound.auto_id}-hint"] * bool(hint)
    attributes: dict[str, str] = {"class": size or bound.field.widget.attrs.get("class", "")}
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    box = getattr(bound.field.widget, "input_type", "") == "checkbox"
    return {"bound": bound, "input": bound.as_widget(attrs=attributes), "hint": hint, "box": box}


def _part(name: str, **values: object) -> SafeString:
    return render_to_string(f"parts/{name}.html", values)

"""Where the letters of a day leave, as the settings say."""

from django.conf import settings

from betalt.flows.outlet import Outlet


def outlet_of_settings() -> Outlet:
    """Name the mail server and the folder for print bundles that letters are handed to."""
    return Outlet(
        bundles=settings.BUNDLES,
        mail_server=settings.MAIL_SERVER,
        mail_from=settings.MAIL_FROM,
        bounce_domain=settings.BOUNCE_DOMAIN,
    )

"""The widget embedded by a site of another origin, and a visitor there."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from starlette.middleware.cors import CORSMiddleware

from tests.ui.servers import careers_site, served
from tests.ui.widget.host import Host


@pytest.fixture(scope="module")
def welcoming(application: FastAPI, site: str) -> Iterator[str]:
    """The same site, which lets pages of any origin ask."""
    anyone = CORSMiddleware(application, ["*"], ["*"], ["*"])
    with served(anyone, lifespan="off") as address:  # `site` began it
        yield address


@pytest.fixture(scope="module")
def host(welcoming: str) -> Iterator[str]:
    with served(careers_site(welcoming)) as address:
        yield address


@pytest.fixture
def french(browser: Browser, welcoming: str, host: str) -> Iterator[Host]:
    context = browser.new_context(locale="fr-FR", has_touch=True)
    context.set_default_timeout(20_000)
    yield Host(context, welcoming, host)
    context.close()

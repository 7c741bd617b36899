"""
A backend of event-tracking that posts each event, as it is, to the adapter.

For sites whose logs nobody can read; a shipper that reads the log is the safer way, since it keeps what waits. Nothing beyond Python's
own library is needed: put the file where the LMS finds modules. In the settings of the LMS:

    EVENT_TRACKING_BACKENDS["caliper_edge"] = {
        "ENGINE": "eventtracking.backends.async_routing.AsyncRoutingBackend",
        "OPTIONS": {
            "backend_name": "caliper_edge",
            "backends": {
                "adapter": {
                    "ENGINE": "caliper_edge_backend.CaliperEdgeBackend",
                    "OPTIONS": {"url": "https://adapter.example.edu", "key": "KEY"},
                },
            },
        },
    }

AsyncRoutingBackend hands the event to a Celery worker, so no page waits for the adapter. It swallows what a nested backend raises: so
this one repeats by itself, and what it gives up after `tries` stands in the log of the worker, and is in the tracking log.
"""

import datetime
import json
import time
import urllib.error
import urllib.request


class CaliperEdgeBackend:
    """Posts events to /v1/tracking-logs of the adapter."""

    def __init__(self, url, key, tries=5, longest_wait=60, timeout=30):
        """
        Arguments:
            url (str): of the adapter, without a path
            key (str): of the source
            tries (int): requests for one event, at most
            longest_wait (int): seconds between two of them, at most
            timeout (int): seconds for one of them
        """
        self.url = url.rstrip("/") + "/v1/tracking-logs"
        self.key = key
        self.tries = tries
        self.longest_wait = longest_wait
        self.timeout = timeout

    def send(self, event):
        """Sends an event; raises what the last try raised."""
        body = json.dumps(event, default=_as_text).encode()
        headers = {
            "Authorization": "Bearer " + self.key,
            "Content-Type": "application/json",
            # Some zones of Cloudflare refuse clients without a name.
            "User-Agent": "caliper-edge-backend/1.0",
        }
        for left in reversed(range(self.tries)):
            request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    answer.read()
                return
            except urllib.error.HTTPError as error:
                # A wrong key or a body that cannot be read gets no better by repeating.
                if error.code < 500 or left == 0:
                    raise
                wait = error.headers.get("Retry-After", "")
                time.sleep(min(int(wait) if wait.isdigit() else 5, self.longest_wait))
            except OSError:
                if left == 0:
                    raise
                time.sleep(min(5, self.longest_wait))


def _as_text(value):
    """Dates as the tracking log has them; whatever else is no JSON as its text."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return str(value)

"""Starts MiniStack 1.5.33 with the work-arounds that this version still needs.

Each names the fault that was observed. What version 1.4.21 needed besides (TCP_NODELAY, DeleteStack by ARN, inline
policies and paths of IAM resources, one poller for all SQS mappings) is mended in 1.5.33 and gone from here.
"""

import os
import threading
import time
from importlib.metadata import version
from urllib.parse import urlsplit

PATCHED_VERSION = "1.5.33"


def keep_boundary_of_stack_roles():
    """AWS::IAM::Role drops PermissionsBoundary, on create and on update: GetRole shows none, so nothing is bounded."""
    from ministack.services import iam
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::IAM::Role"]
    create, update = handlers["create"], handlers["update"]

    def bounded(result, props):
        iam._roles[result[0]]["PermissionsBoundary"] = props.get("PermissionsBoundary") or ""
        return result

    def create_bounded(logical_id, props, *rest, **named):
        return bounded(create(logical_id, props, *rest, **named), props)

    def update_bounded(physical_id, old_props, new_props, *rest, **named):
        return bounded(update(physical_id, old_props, new_props, *rest, **named), new_props)

    handlers["create"], handlers["update"] = create_bounded, update_bounded


def poll_streams_apart():
    """Functions of DynamoDB streams run inside the one poller thread: a 3 s function held up every SQS mapping by 2.8 s."""
    from ministack.services import lambda_svc

    poll = lambda_svc._poll_dynamodb_streams
    lambda_svc._poll_dynamodb_streams = lambda: False

    def loop():
        while True:
            try:
                busy = poll()
            except Exception as error:  # the emulator's own poller goes on after any error, so does this one
                lambda_svc.logger.error("stream poller: %s", error)
                busy = False
            if not busy:
                time.sleep(0.01)

    threading.Thread(target=loop, daemon=True, name="stream-poller").start()


def answer_quiet_functions_at_once():
    """After each invocation 50 ms are spent waiting for a log line: 55 ms for a function that logs nothing, 8 ms for one that does."""
    from ministack.core.lambda_runtime import Worker

    first_line_wait, idle_confirm, hard_cap = 0.003, 0.002, 0.250
    Worker._drain_stderr_bounded.__defaults__ = (first_line_wait, idle_confirm, hard_cap)


def name_queues_by_the_gate():
    """Queues of stacks are named by the emulator's own port; the JavaScript SDK sends where a queue's URL says: around the gate."""
    from ministack.services import sqs

    gate = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    sqs.DEFAULT_HOST, sqs.DEFAULT_PORT = gate.hostname, str(gate.port)
    sqs._CANONICAL_NETLOC = gate.netloc


def main():
    installed = version("ministack")
    if installed != PATCHED_VERSION:
        raise SystemExit(f"ministack {installed} is installed, the work-arounds are for {PATCHED_VERSION}: see local/ministack")
    import ministack.app as app

    keep_boundary_of_stack_roles()
    poll_streams_apart()
    answer_quiet_functions_at_once()
    name_queues_by_the_gate()
    app.main()


main()

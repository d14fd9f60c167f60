"""Reads a ticket for each line of standard input, with one stock boto3 client; prints one JSON line for each."""

import json
import sys

import boto3
import botocore.exceptions

session = boto3.Session()
tickets = session.client("dynamodb")


def read():
    try:
        item = tickets.get_item(TableName="acme-tickets", Key={"ticketId": {"S": "T-1001"}})["Item"]
        return {"ok": True, "subject": item["subject"]["S"]}
    except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as error:
        return {"ok": False, "error": str(error)}


for _ in sys.stdin:
    print(json.dumps(read()), flush=True)

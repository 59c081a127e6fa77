"""A mail server of this machine that keeps what it is given."""

import socketserver
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from tests.http.local_server import LocalServer


class MailSink(LocalServer):
    """Takes every mail over SMTP (RFC 5321), and sends none on."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        owner = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 sink\r\n")
                for line in self.rfile:
                    command = line[:4].upper()
                    if command == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        owner.mails.append(parsed(self.rfile))
                    self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 sink\r\n")
                    if command == b"QUIT":
                        return

        super().__init__(Session, "smtp")


def parsed(lines: Any) -> EmailMessage:
    """The mail up to the line that ends it."""
    text = b"".join(line.removeprefix(b".") for line in iter(lines.readline, b".\r\n"))
    mail: EmailMessage = message_from_bytes(text, policy=policy.default)
    return mail

import socket

from app import settings


class RedisError(Exception):
    pass


def redis(*commands):
    """Sends commands on a connection of its own and returns the last reply."""
    login = [("AUTH", settings.REDIS_PASSWORD)] if settings.REDIS_PASSWORD else []
    with socket.create_connection((settings.REDIS_HOST, settings.REDIS_PORT), timeout=2) as link:
        replies = link.makefile("rb")
        reply = None
        for command in [*login, *commands]:
            link.sendall(_encoded(command))
            reply = _reply(replies)
        return reply


def _encoded(words):
    parts = [str(word).encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)


def _reply(stream):
    line = stream.readline().rstrip(b"\r\n").decode()
    kind, rest = line[:1], line[1:]
    if kind == "-":
        raise RedisError(rest)
    if kind == "+":
        return rest
    if kind == ":":
        return int(rest)
    if kind == "$":
        return None if rest == "-1" else stream.read(int(rest) + 2)[:-2].decode()
    raise RedisError("the connection was closed" if kind == "" else f"unknown reply {kind}")

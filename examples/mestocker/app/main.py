"""Takes payments. Each carries a key, so that one that is sent twice is taken once: the keys are in Redis."""

import json
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app import settings
from app.redis_client import redis

logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(name)s %(message)s")
log = logging.getLogger("mestocker.payments")


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            redis(("PING",))
            self._answer(200, {"status": "ok", "dependencies": {"redis": {"status": "up"}}})
        except Exception as error:
            self._answer(503, {"status": "error", "dependencies": {"redis": {"status": "down", "error": str(error)}}})

    def do_POST(self):
        payment = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            is_new = redis(("SET", f"payment:{payment['key']}", payment["amount"], "NX", "EX", 3600)) == "OK"
            self._answer(201 if is_new else 200, {"key": payment["key"], "taken": is_new})
        except Exception as error:
            log.exception("payment failed: %s", error)
            self._answer(500, {"error": "internal server error"})

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format, *args):
        log.info(format, *args)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", settings.PORT), Api).serve_forever()

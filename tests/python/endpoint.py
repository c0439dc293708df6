"""A back end for the second tour in the README, on Python alone.

`POST /decide` is asked by the plugin http-forward: an id tag that begins with LATE is refused. `POST /chat` is told by
webhook-notifier. It prints what it gets. The first argument is the port, 9100 without it; 0 is any free one.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint(BaseHTTPRequestHandler):
    """One request, one line."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = self.decide(body) if self.path == "/decide" else self.chat(body)
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def decide(self, message):
        tag = message["payload"]["idTag"]
        refused = tag.startswith("LATE")
        print(f"{message['chargePoint']} asks for {tag}: {'refused' if refused else 'kept'}", flush=True)
        return {"outcome": {"replace": {"idTagInfo": {"status": "Blocked"}}} if refused else "keep"}

    def chat(self, message):
        print(f"chat: {message['text']}", flush=True)
        return {}

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9100), Endpoint)
    print(f"listening on {server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass

"""Client of the text dialect, written from docs/protocol.md, with the cases that it must pass.

    python3 tests/support/reference_client.py --host 127.0.0.1 --port 12345

Needs only Python's standard library. Frames, names and escapes are also tested with protocol/vectors.json.
"""

import argparse
import json
import pathlib
import re
import socket
import struct
import unicodedata

VECTORS = pathlib.Path(__file__).parents[2] / "protocol" / "vectors.json"

LARGEST = 65536

def frame(line):
    payload = line.encode("utf-8")
    return struct.pack(">I", len(payload)) + payload


def length_of(header):
    (length,) = struct.unpack(">I", header)
    if length > LARGEST:
        raise ValueError(f"{length} bytes announced")
    return length


def is_shown(character):
    """Whether a character is visible. These are the letters and marks that Unicode calls default-ignorable."""
    code = ord(character)
    return not (
        code in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
        or 0x180B <= code <= 0x180F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def to_name(given, most=32):
    """The displayed form of a name, or None if it is not allowed."""
    name = unicodedata.normalize("NFC", given.strip())
    kinds = [unicodedata.category(character)[0] for character in name]
    allowed = all(
        kind in "LMN" and is_shown(character) or character in "_-."
        for kind, character in zip(kinds, name)
    )
    return name if 1 <= len(name) <= most and kinds[0] in "LN" and allowed else None


def to_room(given):
    name = to_name(given.strip().removeprefix("#"), 64)
    return None if name is None else f"#{name}"


def escape(text):
    """Escapes control characters, line separators and characters that change the direction of text."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    unsafe = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
    return re.sub(unsafe, lambda m: short.get(m[0], f"\\u{ord(m[0]):04x}"), text)


class Client:
    """A connection that sends and receives lines."""

    def __init__(self, address):
        self.conn = socket.create_connection(address, timeout=15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.conn.close()

    def send(self, *lines):
        self.conn.sendall(b"".join(frame(line) for line in lines))

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.conn.recv(size - len(data))
            if not part:
                raise EOFError("the server closed the connection")
            data += part
        return data

    def line(self):
        return self.read(length_of(self.read(4))).decode("utf-8")

    def join(self, name):
        self.send(name)
        expect(self.line(), "[SYS] Você entrou em #geral.")
        return self


def expect(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, came {actual!r}")


def three_people(address):
    with Client(address) as alice, Client(address) as bob, Client(address) as carol:
        alice.join("Alice")
        bob.join("Bob")
        carol.join("Carol").send("/join jogos")
        expect(carol.line(), "[SYS] Você entrou em #jogos.")
        alice.send("Olá a todos!")
        expect(bob.line(), "[#geral] Alice: Olá a todos!")
        carol.send("alguém?", "/list")
        expect(carol.line(), "[SYS] Salas ativas: #geral (2), #jogos (1)")
        bob.send("oi", "/who")
        expect(bob.line(), "[SYS] Em #geral: Alice, Bob")
        expect(alice.line(), "[#geral] Bob: oi")


def cut_and_glued(address):
    with Client(address) as zoe, Client(address) as bob:
        for byte in frame("Zoé"):
            zoe.conn.sendall(bytes([byte]))
        expect(zoe.line(), "[SYS] Você entrou em #geral.")
        bob.join("Bob")
        bob.send(*(f"linha {number}" for number in range(500)))
        for number in range(500):
            expect(zoe.line(), f"[#geral] Bob: linha {number}")


def taken_name(address):
    with Client(address) as erica, Client(address) as other:
        erica.join("Érica")
        other.send("érica")
        expect(other.line()[:7], "[ERRO] ")
        other.join("outra")


def commands(address):
    with Client(address) as alice, Client(address) as bob:
        alice.join("Alice")
        bob.join("Bob")
        alice.send("//oi", "/history 1")
        expect(bob.line(), "[#geral] Alice: /oi")
        expect(alice.line(), "[SYS] Última mensagem de #geral:")
        expect(alice.line(), "[#geral] Alice: /oi")
        alice.send("/msg bob segredo", "/nick Ana", "/palavra")
        expect(bob.line(), "[privado] Alice: segredo")
        expect(alice.line(), "[SYS] Agora você se chama Ana.")
        expect(alice.line(), '[ERRO] Comando desconhecido: "/palavra" (veja /help)')
        bob.send("\x1b[31m🙂\n")
        expect(alice.line(), "[#geral] Bob: \\u001b[31m🙂")
        for leave in ("/quit", "sair"):
            client = alice if leave == "sair" else bob
            client.send(leave)
            expect(client.line(), "[SYS] Até logo!")
            expect(client.conn.recv(1), b"")


def too_large(address):
    with Client(address) as client:
        client.join("Grande")
        client.conn.sendall(struct.pack(">I", 65537))
        expect(client.line()[:7], "[ERRO] ")
        expect(client.conn.recv(1), b"")


def no_utf8(address):
    with Client(address) as client, Client(address) as other:
        client.join("Bytes")
        other.join("Outra")
        client.conn.sendall(struct.pack(">I", 2) + b"\xc3\x28" + frame("depois"))
        expect(client.line()[:7], "[ERRO] ")
        expect(other.line(), "[#geral] Bytes: depois")


def half_closed(address):
    with Client(address) as client:
        client.send("Metade", "/who")
        client.conn.shutdown(socket.SHUT_WR)
        expect(client.line(), "[SYS] Você entrou em #geral.")
        expect(client.line(), "[SYS] Em #geral: Metade")
        expect(client.conn.recv(1), b"")


def every_answer(address):
    with Client(address) as client:
        client.join("Sozinha")
        client.send("/join livros", "/who", "/list", "", "/history")
        expect(client.line(), "[SYS] Você entrou em #livros.")
        expect(client.line(), "[SYS] Em #livros: @Sozinha")
        expect(client.line(), "[SYS] Salas ativas: #geral (0), #livros (1)")
        # From earlier cases.
        expect(client.line()[:20], "[SYS] Salas vazias: ")
        expect(client.line(), "[SYS] Ainda não há mensagens em #livros.")
        client.send("Dom Casmurro", "/search casmurro")
        expect(client.line()[:5], "[SYS]")
        expect(client.line(), "[#livros] Sozinha: Dom Casmurro")
        client.send("/help", "/quit")
        lines = [client.line()]
        while lines[-1] != "[SYS] Até logo!":
            lines.append(client.line())
        for command in ("join", "list", "who", "msg", "nick", "history", "search", "help", "quit"):
            # A line begins with each: `/who` is also in that of `/whois`.
            expect(sum(bool(re.match(rf"\[SYS\] /{command}\b", line)) for line in lines), 1)


def json_dialect(address):
    with Client(address) as client, Client(address) as text:
        client.send('{"type":"hello","name":"Robô","version":1,"ref":1}')
        welcome = json.loads(client.line())
        expect((welcome["type"], welcome["name"], welcome["ref"]), ("welcome", "Robô", 1))
        expect(json.loads(client.line()), {"type": "joined", "room": "#geral", "name": "Robô"})
        text.join("Pessoa")
        expect(json.loads(client.line())["name"], "Pessoa")
        client.send('{"type":"say","room":"#geral","text":"a\\nb","ref":"x","nonce":"n"}')
        message, ack = json.loads(client.line()), json.loads(client.line())
        expect((message["from"], message["text"]), ("Robô", "a\nb"))
        expect(ack, {"type": "ack", "ref": "x", "id": message["id"], "at": message["at"]})
        expect(text.line(), f"[#geral] Robô: {escape(message['text'])}")
        client.send('{"type":"dance","ref":2}', '{"type":"quit"}')
        error, bye = json.loads(client.line()), json.loads(client.line())
        expect((error["code"], error["ref"], bye), ("unknown_type", 2, {"type": "bye", "reason": "quit"}))


def vectors(_):
    data = json.loads(VECTORS.read_text("utf-8"))
    for vector in data["frames"]:
        expect(frame(vector["payload"]).hex(), vector["frame"])
    for vector in data["lengths"]:
        try:
            expect((length_of(bytes.fromhex(vector["header"])), False), (vector["length"], vector["refused"]))
        except ValueError:
            expect(True, vector["refused"])
    for kind, to_shown in (("names", to_name), ("rooms", to_room)):
        for vector in data[kind]:
            shown = to_shown(vector["given"])
            expect(shown, vector["shown"])
            if shown is not None:
                expect(unicodedata.normalize("NFC", shown.casefold()), vector["key"])
    for vector in data["escapes"]:
        expect(escape(vector["text"]), vector["shown"])


CASES = [
    vectors,
    three_people,
    cut_and_glued,
    taken_name,
    commands,
    every_answer,
    too_large,
    no_utf8,
    half_closed,
    json_dialect,
]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12345)
    arguments = parser.parse_args()
    for case in CASES:
        case((arguments.host, arguments.port))
        print(f"ok {case.__name__}", flush=True)
    print(f"{len(CASES)} cases")

"""A small client of the text dialect, written from docs/protocol.md, and the cases it must pass.

    python3 tests/reference_client.py PORT
"""

import socket
import struct
import sys


class Client:
    """One connection: sends lines, reads lines."""

    def __init__(self, port, host="127.0.0.1"):
        self.conn = socket.create_connection((host, port), timeout=15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.conn.close()

    @staticmethod
    def frame(line):
        payload = line.encode("utf-8")
        return struct.pack(">I", len(payload)) + payload

    def send(self, *lines):
        self.conn.sendall(b"".join(self.frame(line) for line in lines))

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.conn.recv(size - len(data))
            if not part:
                raise EOFError("the server closed the connection")
            data += part
        return data

    def line(self):
        (length,) = struct.unpack(">I", self.read(4))
        return self.read(length).decode("utf-8")

    def join(self, name):
        self.send(name)
        expect(self.line(), "[SYS] Você entrou em #geral.")
        return self


def expect(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, came {actual!r}")


def three_people(port):
    with Client(port) as alice, Client(port) as bob, Client(port) as carol:
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


def cut_and_glued(port):
    with Client(port) as zoe, Client(port) as bob:
        for byte in Client.frame("Zoé"):
            zoe.conn.sendall(bytes([byte]))
        expect(zoe.line(), "[SYS] Você entrou em #geral.")
        bob.join("Bob")
        bob.send(*(f"linha {number}" for number in range(500)))
        for number in range(500):
            expect(zoe.line(), f"[#geral] Bob: linha {number}")


def taken_name(port):
    with Client(port) as erica, Client(port) as other:
        erica.join("Érica")
        other.send("érica")
        expect(other.line()[:7], "[ERRO] ")
        other.join("outra")


def commands(port):
    with Client(port) as alice, Client(port) as bob:
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


def too_large(port):
    with Client(port) as client:
        client.join("Grande")
        client.conn.sendall(struct.pack(">I", 65537))
        expect(client.line()[:7], "[ERRO] ")
        expect(client.conn.recv(1), b"")


CASES = [three_people, cut_and_glued, taken_name, commands, too_large]

if __name__ == "__main__":
    for case in CASES:
        case(int(sys.argv[1]))
        print(f"ok {case.__name__}")

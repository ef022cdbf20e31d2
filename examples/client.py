"""Client of the text dialect: python3 client.py [HOST PORT]"""
import socket, struct, sys, threading

def send(text):
    payload = text.encode()
    conn.sendall(struct.pack(">I", len(payload)) + payload)

def send_lines():
    for line in sys.stdin:
        send(line.rstrip("\n"))
    conn.shutdown(socket.SHUT_WR)

host, port = sys.argv[1:] or ("127.0.0.1", 12345)
conn = socket.create_connection((host, port))
send(input("Informe seu nome de usuário: "))
threading.Thread(target=send_lines, daemon=True).start()
frames = conn.makefile("rb")
while header := frames.read(4):
    (length,) = struct.unpack(">I", header)
    print(frames.read(length).decode(), flush=True)

"""The design that the program grew out of: sockets, a thread for each client, and one lock around who is in which room.

It speaks the text dialect: frames of a 4-byte big-endian length and UTF-8, a name first, then lines. Of the commands it
has those that the bench needs. Usage: original.py [PORT]; port 0 takes a free one.
"""
import socket
import struct
import sys
import threading

LOBBY = "#geral"
BACKLOG = 512

lock = threading.Lock()
rooms = {LOBBY: {}}


def receive_exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("closed")
        data += part
    return data


def receive_frame(connection):
    (length,) = struct.unpack(">I", receive_exactly(connection, 4))
    return receive_exactly(connection, length).decode("utf-8")


def to_frame(text):
    payload = text.encode("utf-8")
    return struct.pack(">I", len(payload)) + payload


def broadcast(room, text, sender):
    """Sends with the lock held, so that the frames of two threads never mix; encodes once for all."""
    frame = to_frame(text)
    with lock:
        for connection in rooms.get(room, ()):
            if connection is not sender:
                try:
                    connection.sendall(frame)
                except OSError:
                    pass  # Its own thread sees that it is gone.


def move(connection, name, old, new):
    with lock:
        if old is not None:
            rooms[old].pop(connection, None)
            if not rooms[old] and old != LOBBY:
                del rooms[old]
        if new is not None:
            rooms.setdefault(new, {})[connection] = name


def handle(connection):
    room = None
    try:
        name = receive_frame(connection)
        move(connection, name, room, LOBBY)
        room = LOBBY
        connection.sendall(to_frame(f"[SYS] Você entrou em {room}."))
        while True:
            line = receive_frame(connection)
            if line.startswith("/join "):
                wanted = "#" + line[len("/join "):].strip().lstrip("#")
                move(connection, name, room, wanted)
                room = wanted
                connection.sendall(to_frame(f"[SYS] Você entrou em {room}."))
            elif line in ("/quit", "sair"):
                break
            else:
                broadcast(room, f"[{room}] {name}: {line}", connection)
    except OSError:
        pass  # It is gone.
    finally:
        if room is not None:
            move(connection, None, room, None)
        connection.close()


def main():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 12345))
    listener.listen(BACKLOG)
    host, port = listener.getsockname()
    print(f"[ESCUTANDO] Servidor em {host}:{port}", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()

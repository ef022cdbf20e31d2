"""Runs a program on a terminal of its own. Usage: run_on_pty.py COLUMNS ROWS PROGRAM [ARGUMENT...]

Standard input is what is typed, standard output is what the program writes, byte by byte. At the end, standard error tells
whether the program left the settings of the terminal as they were, and the exit code is the program's.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

columns, rows, *command = sys.argv[1:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
settings = termios.tcgetattr(slave)
program = os.fork()
if program == 0:
    os.close(master)
    os.login_tty(slave) if hasattr(os, "login_tty") else (
        os.setsid(),
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0),
        [os.dup2(slave, descriptor) for descriptor in range(3)],
    )
    os.execvp(command[0], command)

print(program, file=sys.stderr, flush=True)
inputs = [master, 0]
status = None
while True:
    ready, _, _ = select.select(inputs, [], [], 0.05)
    if master in ready:
        os.write(1, os.read(master, 65536))
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed:
            os.write(master, typed)
        else:
            inputs.remove(0)
    if master not in ready:
        if status is not None:
            break
        ended, result = os.waitpid(program, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(result)

print("restored" if termios.tcgetattr(slave) == settings else "changed", file=sys.stderr)
sys.exit(status if status >= 0 else 128 - status)

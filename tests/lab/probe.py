"""Measures the wires from inside two namespaces: numbered datagrams go out, come back, and are told one by one.

    probe.py echo ADDRESS            sends back what it gets, until killed
    probe.py send ADDRESS COUNT MS   sends COUNT datagrams, one each MS; prints {"sent": …, "rttsMs": […], "order": […]}
"""
import json
import socket
import sys
import time

PORT = 7007
# How long the last ones are waited for.
PATIENCE_S = 1.5


def echo(address):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, PORT))
    print("ready", flush=True)
    while True:
        data, sender = sock.recvfrom(2048)
        sock.sendto(data, sender)


def send(address, total, every_s):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sent_at, rtts, order = {}, [], []
    began = time.monotonic()
    while True:
        now = time.monotonic()
        while len(sent_at) < total and now >= began + len(sent_at) * every_s:
            sent_at[len(sent_at)] = now
            sock.sendto(f"{len(sent_at) - 1:<200}".encode(), (address, PORT))
        try:
            while True:
                number = int(sock.recv(2048))
                order.append(number)
                rtts.append((time.monotonic() - sent_at[number]) * 1000)
        except (BlockingIOError, ConnectionRefusedError):
            pass
        if len(order) == total or now > began + total * every_s + PATIENCE_S:
            break
        time.sleep(0.0005)
    print(json.dumps({"sent": total, "rttsMs": rtts, "order": order}))


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        echo(sys.argv[2])
    else:
        send(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) / 1000)

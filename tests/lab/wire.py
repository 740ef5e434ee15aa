"""A switch whose every pair of ports is a wire with faults of its own, in user space: for kernels without netem.

    wire.py SEED PORT...

Each PORT is an interface here whose other end is in the namespace of a node. Frames are read and written through AF_PACKET
sockets. From one port to another they suffer what was said of that direction: cut, lost, delayed, jittered. Frames of one
direction never overtake each other, whatever the jitter. The same seed loses the same frames of a direction again, whatever
happens in the others.

Before it starts, every offload of the nodes' ends must be off (`ethtool -K IF tx off tso off gso off gro off`): frames
that leave a veth are otherwise huge and carry no checksum yet.

Standard input: one JSON object per line changes one direction while frames fly, for example
    {"id": 1, "from": "p0", "to": "p1", "up": true, "delayMs": 300, "jitterMs": 200, "loss": 0.05}
What is left out stays as it is. `delayMs` ± `jitterMs` is drawn uniformly for each frame; since frames wait for those ahead,
a fast stream feels the upper end of it. `loss` is a share from 0 to 1.
A cut also swallows what is on its way.
Standard output: {"event": "ready"}; {"event": "set", "id": 1} for each change; at the end of the input {"event": "end",
"wires": {"p0>p1": {"sent": …, "bytes": …, "lost": …, "cut": …, "overflowed": …, "failed": …}, …}}, of the used ones.
"""
import errno
import heapq
import json
import random
import select
import socket
import sys
import time
from itertools import count

ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_IGNORE_OUTGOING = 23
SO_RCVBUFFORCE = 33
# Room for what arrives while this process does not run: nodes burst, and two cores are shared with all of them.
SOCKET_BUFFER_BYTES = 8 << 20
# What may be on its way in one direction. As in a router that is too busy: what comes when it is full is dropped.
QUEUE_BYTES = 4 << 20
# Frames read from one port before the others have their turn.
BATCH = 64
LARGEST_FRAME = 65_535


class Wire:
    """One direction between two ports: its faults, what is on its way, and what became of the frames."""

    def __init__(self, seed, source, target):
        self.rng = random.Random(f"{seed} {source} {target}")
        self.up, self.delay_ms, self.jitter_ms, self.loss = True, 0.0, 0.0, 0.0
        self.target = target
        self.last_due = 0.0
        self.queued_bytes = 0
        self.counts = {"sent": 0, "bytes": 0, "lost": 0, "cut": 0, "overflowed": 0, "failed": 0}

    def change(self, to):
        self.up = bool(to.get("up", self.up))
        self.delay_ms = float(to.get("delayMs", self.delay_ms))
        self.jitter_ms = float(to.get("jitterMs", self.jitter_ms))
        self.loss = float(to.get("loss", self.loss))

    def due(self, frame, now):
        """When the frame arrives, or None if it never does."""
        if not self.up:
            self.counts["cut"] += 1
            return None
        # Drawn whether or not it matters, so that a seed means the same frames.
        chance, shift = self.rng.random(), self.rng.uniform(-1.0, 1.0)
        if chance < self.loss:
            self.counts["lost"] += 1
            return None
        if self.queued_bytes + len(frame) > QUEUE_BYTES:
            self.counts["overflowed"] += 1
            return None
        flight_ms = max(0.0, self.delay_ms + shift * self.jitter_ms)
        self.last_due = max(now + flight_ms / 1000, self.last_due)
        return self.last_due


class Switch:
    def __init__(self, seed, ports):
        self.sockets = {port: open_port(port) for port in ports}
        self.wires = {(a, b): Wire(seed, a, b) for a in ports for b in ports if a != b}
        self.others = {port: [self.wires[port, other] for other in ports if other != port] for port in ports}
        # Which port a hardware address was last seen behind.
        self.home = {}
        # (due, number, wire, frame): the number keeps frames of the same instant in order.
        self.queue = []
        self.numbers = count()

    def receive(self, port):
        sock = self.sockets[port]
        now = time.monotonic()
        for _ in range(BATCH):
            try:
                frame = sock.recv(LARGEST_FRAME)
            except BlockingIOError:
                return
            except OSError as error:
                # The node's end went away: its namespace is being removed.
                if error.errno in (errno.ENETDOWN, errno.ENXIO, errno.ENODEV):
                    return
                raise
            self.home[frame[6:12]] = port
            self.forward(port, frame, now)

    def forward(self, port, frame, now):
        target = None if frame[0] & 1 else self.home.get(frame[0:6])
        if target == port:
            return
        # To a group, or to nobody who was heard yet: everywhere.
        for wire in self.others[port] if target is None else [self.wires[port, target]]:
            due = wire.due(frame, now)
            if due is None:
                continue
            if due <= now and wire.queued_bytes == 0:
                self.deliver(wire, frame)
            else:
                wire.queued_bytes += len(frame)
                heapq.heappush(self.queue, (due, next(self.numbers), wire, frame))

    def deliver(self, wire, frame):
        if not wire.up:
            wire.counts["cut"] += 1
            return
        try:
            self.sockets[wire.target].send(frame)
            wire.counts["sent"] += 1
            wire.counts["bytes"] += len(frame)
        except OSError:
            # Its interface is down, or its buffer is full: a real wire would have lost it too.
            wire.counts["failed"] += 1

    def deliver_due(self):
        """Delivers what has arrived; answers in how many seconds the next frame does, or None."""
        while self.queue:
            wait = self.queue[0][0] - time.monotonic()
            if wait > 0:
                return wait
            _, _, wire, frame = heapq.heappop(self.queue)
            wire.queued_bytes -= len(frame)
            self.deliver(wire, frame)
        return None

    def report(self):
        return {f"{a}>{b}": wire.counts for (a, b), wire in self.wires.items() if any(wire.counts.values())}


def open_port(name):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sock.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, SOCKET_BUFFER_BYTES)
    sock.bind((name, ETH_P_ALL))
    sock.setblocking(False)
    return sock


def say(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(seed, ports):
    switch = Switch(seed, ports)
    control = sys.stdin.fileno()
    poll = select.epoll()
    poll.register(control, select.EPOLLIN)
    port_of = {}
    for port, sock in switch.sockets.items():
        port_of[sock.fileno()] = port
        poll.register(sock.fileno(), select.EPOLLIN)
    said = b""
    say(event="ready")
    while True:
        wait = switch.deliver_due()
        for fd, _ in poll.poll(wait):
            if fd != control:
                switch.receive(port_of[fd])
                continue
            # Not `readline`: what it had buffered beyond the first line would wake no poll.
            chunk = sys.stdin.buffer.raw.read(65_536)
            if not chunk:
                say(event="end", wires=switch.report())
                return
            *lines, said = (said + chunk).split(b"\n")
            for line in lines:
                change = json.loads(line)
                switch.wires[change["from"], change["to"]].change(change)
                say(event="set", id=change["id"])


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])

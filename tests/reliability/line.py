"""A line to a server on this machine that can be cut, and that fails as lines do: before, after, within an answer."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from types import TracebackType

# refused: nobody answers.  before: cut within the request.  after: cut when the server has done its work, before its
# word arrives.  half: cut within the server's word.  slow: everything arrives, late.
FAULTS = ["refused", "before", "after", "half", "slow"]
WELL = "well"
RESET = struct.pack("ii", 1, 0)  # closing tells the other side at once, and waits for nothing
PATIENCE = 30


class Line:
    """Listens on a port of its own (`url`) and carries each connection to `port`. Use it as a context.

    `fault()` is asked once for each connection and names what goes wrong with it; `happened` counts that.
    """

    def __init__(self, port: int, fault: Callable[[], str] = lambda: WELL, random: Random | None = None) -> None:
        self.port, self.fault, self.random = port, fault, random or Random(0)
        self.happened: Counter[str] = Counter()
        self._cut = False
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Line:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """Ends what is under way; whoever calls from now on is refused."""
        self._cut = True
        for end in list(self._open):
            self._end(end)

    def mend(self) -> None:
        """Carries again."""
        self._cut = False

    def _listen(self) -> None:
        while True:
            try:
                phone, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[phone], daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        fault = "refused" if self._cut else self.fault()
        self.happened[fault] += 1
        try:
            if fault != "refused":
                with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as server:
                    self._between(phone, server, fault)
        except OSError:
            pass  # the server is down, or the line was cut: the phone sees a line that ends
        finally:
            self._end(phone)

    def _between(self, phone: socket.socket, server: socket.socket, fault: str) -> None:
        ends = {phone, server}
        self._open |= ends
        phone.settimeout(PATIENCE)
        up = threading.Thread(target=self._upwards, args=[phone, server, fault], daemon=True)
        up.start()
        try:
            while data := server.recv(65536):
                if fault in ("after", "before"):
                    return
                if fault == "half":
                    phone.sendall(data[: len(data) // 2])
                    return
                self._tarry(fault)
                phone.sendall(data)
        finally:
            self._open -= ends
            self._end(server)

    def _upwards(self, phone: socket.socket, server: socket.socket, fault: str) -> None:
        with contextlib.suppress(OSError):
            while data := phone.recv(65536):
                self._tarry(fault)
                if fault == "before":
                    server.sendall(data[: len(data) // 2])
                    self._end(server)
                    return
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _tarry(self, fault: str) -> None:
        if fault == "slow":
            time.sleep(self.random.uniform(0.05, 0.8))

    def _end(self, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

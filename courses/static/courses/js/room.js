// The code for the room is another one every half minute: the page comes anew. Without a line it stays, and tries again.
const room = document.querySelector("[data-room]");

const again = async () => {
  try {
    const reply = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (reply.ok) location.reload();
  } catch {
    // The line is away: an old code on the wall is better than an error page there.
  }
};

if (room) setInterval(again, Number(room.dataset.every) * 1000);

"""Starts that must not come about: a second server on one file, a folder that cannot be written."""

from tests.faults.bureau import PASSWORD
from tests.support.program import NotStarted

WRONG_SETTINGS = 2


def second_server(server, figures):
    """Whoever would write to a file that is served is told by whom, and ends; the server does not notice."""
    server.start()
    for command in (["demo", "--port", "0"], ["migrate"], ["rebuild"]):
        refused = server.run(*command)
        if refused.returncode != WRONG_SETTINGS or f"in use by process {server.pid}" not in refused.stderr:
            figures.faults.append(f"{command}: {refused.returncode} {refused.stderr}")
    if server.readiness().status != 200:
        figures.faults.append(f"the server noticed: {server.readiness()}")
    server.stop()
    figures.rounds = 1
    return figures


def folder_is_read_only(server, folder, figures):
    """The data folder at the start, and under a running server that of the documents. The server is not root's."""
    folder.chmod(0o555)
    try:
        server.start()
        figures.faults.append("it serves from a folder that cannot be written")
    except NotStarted as told:
        if "can be written" not in str(told):
            figures.faults.append(f"it does not say why it does not start: {told}")
    folder.chmod(0o755)
    server.start()
    client = server.client()
    token = client.ask("POST", "/sessions", {"login": "drafter", "password": PASSWORD}).json["token"]

    def upload():
        answer = client.ask("POST", "/documents", "一份文件".encode(),
                            {"Authorization": f"Bearer {token}", "Content-Type": "text/plain; charset=utf-8",
                             "Content-Disposition": 'attachment; filename="paper.txt"'})
        return answer.status, answer.problem

    incoming = folder / "documents" / "incoming"
    for mode, uploaded, ready in ((0o555, (503, "not_writable"), "not_writable"), (0o755, (201, ""), "")):
        incoming.chmod(mode)
        if (told := upload()) != uploaded:
            figures.faults.append(f"an upload to a folder of mode {mode:o}: {told}")
        server.wait_says(ready)
    server.stop()
    figures.rounds = 1
    return figures

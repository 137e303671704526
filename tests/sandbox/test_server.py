"""Serving: the address, the port, and a prompt end."""

import asyncio

import httpx
import pytest

from bot.errors import SettingError
from bot.sandbox import SANDBOX_TOKEN, create_app, serve


async def test_a_port_in_use_is_one_line_that_names_it(sandbox, serving):
    async with serving(sandbox) as address:
        port = int(address.rsplit(":", 1)[1])
        with pytest.raises(SettingError, match=rf"^PORT {port} is already in use[^\n]*$"):
            await serve(create_app(sandbox), "127.0.0.1", port, stop=asyncio.Event())


async def test_a_host_that_is_not_ours_is_one_line_that_names_it(sandbox):
    with pytest.raises(SettingError, match=r"^HOST 192\.0\.2\.1 is not an address"):
        await serve(create_app(sandbox), "192.0.2.1", 0, stop=asyncio.Event())


async def test_stopping_ends_open_polls_and_streams_at_once(sandbox, eventually):
    stop = asyncio.Event()
    port = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(serve(create_app(sandbox), port=0, stop=stop, started=port.set_result))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{await port}", timeout=20) as client:
        poll = asyncio.create_task(client.get(f"/bot{SANDBOX_TOKEN}/getUpdates", params={"timeout": 50}))
        stream = asyncio.create_task(client.get("/sim/events"))
        await eventually(lambda: sandbox.updates._waiter and sandbox.events._listeners)
        stop.set()
        async with asyncio.timeout(1.5):
            await running
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await stream).status_code == 200


async def test_the_same_sandbox_can_be_served_again(sandbox, serving, eventually):
    for _ in range(2):
        async with serving(sandbox) as address, httpx.AsyncClient(base_url=address) as client:
            url = f"/bot{SANDBOX_TOKEN}/getUpdates"
            poll = asyncio.create_task(client.get(url, params={"timeout": 50}))
            await eventually(lambda: sandbox.updates._waiter)
            sandbox.say(1, "hi")
            assert len((await poll).json()["result"]) == 1
            sandbox.updates.drop_all()

"""A node of Kongsi: questions, blocks, events, transactions.

Reads are JSON-RPC at the hash of a block, so that all a decision needs is of one block. Amounts are whole atoms, prices
whole ticks and sizes whole lots: money never becomes a float.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from async_substrate_interface import AsyncSubstrateInterface
from async_substrate_interface.errors import SubstrateRequestException

from .keys import Key

# The library recognises the list of events and calls inside of calls by their paths, and looks for them one step higher.
TYPES = {"types": {"*::composed::RuntimeEvent": "GenericScaleInfoEvent", "*::composed::RuntimeCall": "GenericCall"}}
# Blocks in which a transaction is valid. One that comes too late shall not be filled at yesterday's prices.
LIFETIME_BLOCKS = 16
# How often to look for a new block, in seconds: a block comes every two.
LOOK_S = 0.2
PATIENCE_S = 120.0

Json = Any


@dataclass(frozen=True)
class Block:
    number: int
    hash: str


@dataclass(frozen=True)
class Receipt:
    """What became of a transaction: its block, its fee in atoms of KSI, why it failed, and what it did on markets."""

    block: Block
    fee: int
    error: str | None
    executed: list[Json]


class NotIncluded(Exception):
    """A transaction did not get into a block, or left it again."""


class Market:
    """A market with its grid: `info` is what `orderbook_v1_info` says of it."""

    def __init__(self, info: Json) -> None:
        self.id: int = info["id"]
        self.symbol: str = info["symbol"]
        self.base: Json = info["base"]
        self.quote: Json = info["quote"]
        self.lot_size = int(info["lotSize"])
        self.tick_size = int(info["tickSize"])
        self.min_notional = atoms(info["minNotional"], self.quote["decimals"])
        self.max_fee_ppm: int = info["fees"]["maxPpm"]
        self.rebate: bool = info["fees"]["makerPpm"] < 0

    def ticks(self, price: str) -> int:
        """A price that the node has printed, in ticks: the nearest, for it may be rounded where a lot is odd."""
        scale = Fraction(self.lot_size * 10 ** self.quote["decimals"], self.tick_size * 10 ** self.base["decimals"])
        return round(Fraction(price) * scale)

    def lots(self, size: str) -> int:
        lots, rest = divmod(atoms(size, self.base["decimals"]), self.lot_size)
        if rest:
            raise ValueError(f"{size} is no whole number of lots")
        return lots

    def notional(self, ticks: int, lots: int) -> int:
        return ticks * lots * self.tick_size

    def holds(self, side: str, ticks: int, lots: int) -> int:
        """What a resting order holds, in atoms of the token that it pays with."""
        if side == "Ask":
            return lots * self.lot_size
        notional = self.notional(ticks, lots)
        return notional - (-notional * self.max_fee_ppm // 1_000_000)


def atoms(amount: str, decimals: int) -> int:
    """A decimal string in atoms; digits that would be lost are an error."""
    whole, _, part = amount.partition(".")
    if len(part.rstrip("0")) > decimals:
        raise ValueError(f"{amount} has more than {decimals} decimals")
    return int(whole + part[:decimals].ljust(decimals, "0"))


def human(amount: int, decimals: int) -> str:
    """Atoms as a decimal string."""
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    text = f"{digits[: len(digits) - decimals]}.{digits[len(digits) - decimals :]}".rstrip("0").rstrip(".")
    return f"-{text}" if amount < 0 else text


class Chain:
    """A connection, and the transactions of one key."""

    def __init__(self, substrate: AsyncSubstrateInterface, key: Key, account: str | None) -> None:
        self._substrate = substrate
        self._key = key
        # Whose orders they are: the key's own, or those of the account that it is a trading key of.
        self.account = account or key.ss58_address
        self.methods: frozenset[str] = frozenset()

    @classmethod
    async def connect(cls, url: str, key: Key, account: str | None = None) -> Self:
        substrate = AsyncSubstrateInterface(url=url, ss58_format=42, type_registry=TYPES)
        await substrate.initialize()
        chain = cls(substrate, key, account)
        chain.methods = frozenset((await chain.ask("rpc_methods"))["methods"])
        return chain

    async def close(self) -> None:
        await self._substrate.close()

    async def ask(self, method: str, *params: Json) -> Json:
        """Asks by JSON-RPC; raises `SubstrateRequestException` with the node's sentence."""
        return (await self._substrate.rpc_request(method, list(params)))["result"]

    async def best(self) -> Block:
        return await self._head("chain_getHeader")

    async def finalized(self) -> Block:
        return await self._head("chain_getHeader", await self.ask("chain_getFinalizedHead"))

    async def _head(self, method: str, *params: Json) -> Block:
        number = int((await self.ask(method, *params))["number"], 16)
        return Block(number, params[0] if params else await self.ask("chain_getBlockHash", number))

    async def hash_at(self, number: int) -> str:
        # Not by the library's own function: it remembers hashes, and a reorganisation changes them.
        return str(await self.ask("chain_getBlockHash", number))

    async def blocks(self) -> AsyncIterator[Block]:
        """The best block, each time it is another one. Those that the loop was too slow for are left out."""
        last: Block | None = None
        while True:
            block = await self.best()
            if block == last:
                await asyncio.sleep(LOOK_S)
            else:
                yield (last := block)

    async def market(self, number: int) -> Market:
        info = await self.ask("orderbook_v1_info")
        for market in info["markets"]:
            if market["id"] == number:
                return Market(market)
        raise ValueError(f"there is no market {number}")

    async def open_orders(self, market: Market, at: str) -> list[Json]:
        return await self._pages("orders", "orderbook_v1_openOrders", self.account, market.id, at=at)

    async def balances(self, at: str) -> dict[int, dict[str, int]]:
        """What the account has, in atoms: by token, then `free`, `inOrders`, `held` and `total`."""
        rows = await self._pages("balances", "orderbook_v1_balances", self.account, at=at)
        parts = ("free", "inOrders", "held", "total")
        return {row["token"]: {part: atoms(row[part], row["decimals"]) for part in parts} for row in rows}

    async def _pages(self, field: str, method: str, *params: Json, at: str) -> list[Json]:
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.ask(method, *params, cursor, None, at)
            rows += page[field]
            if (cursor := page["nextCursor"]) is None:
                return rows

    async def events(self, block_hash: str) -> list[Json]:
        return list(await self._substrate.get_events(block_hash))

    async def has_operation(self, name: str) -> bool:
        """Whether a batch of this chain can have this operation: those with a dead-man's switch can `CancelAfter`."""
        runtime = await self._substrate.init_runtime()
        metadata: Json = runtime.metadata
        for entry in metadata.portable_registry["types"]:
            definition = entry.value["type"]
            if definition["path"][-2:] == ["types", "Operation"]:
                return any(variant["name"] == name for variant in definition["def"]["variant"]["variants"])
        return False

    async def submit(self, operations: list[Json]) -> Receipt:
        """Sends a batch and waits until it is in a block. One at a time: the next one has the next number."""
        # A list inside of a list: the library takes a bounded list for a record with one field.
        call = await self._substrate.compose_call("OrderBook", "submit", {"operations": [operations]})
        if self.account != self._key.ss58_address:
            proxied = {"real": self.account, "force_proxy_type": None, "call": call}
            call = await self._substrate.compose_call("Proxy", "proxy", proxied)
        # Asked anew each time, and not counted by the library, which would not notice one that was lost.
        nonce = await self.ask("system_accountNextIndex", self._key.ss58_address)
        era = {"period": LIFETIME_BLOCKS}
        signed = await self._substrate.create_signed_extrinsic(call, self._key, era=era, nonce=nonce)
        try:
            async with asyncio.timeout(PATIENCE_S):
                sent = await self._substrate.submit_extrinsic(signed, wait_for_inclusion=True)
        except (SubstrateRequestException, TimeoutError) as error:
            raise NotIncluded(f"a transaction did not get into a block: {error}") from error
        return await self._receipt(str(sent.block_hash), await sent.extrinsic_idx)

    async def _receipt(self, block_hash: str, index: int) -> Receipt:
        number = int((await self.ask("chain_getHeader", block_hash))["number"], 16)
        fee, error = 0, None
        executed: list[Json] = []
        for event in await self.events(block_hash):
            if event["extrinsic_idx"] != index:
                continue
            name, attributes = f"{event['module_id']}.{event['event_id']}", event["attributes"]
            if name == "OrderBook.Executed":
                executed.append(attributes)
            elif name == "TransactionPayment.TransactionFeePaid":
                fee = attributes["actual_fee"]
            elif name == "System.ExtrinsicFailed":
                error = str(attributes["dispatch_error"])
            elif name == "Proxy.ProxyExecuted" and "Err" in attributes["result"]:
                error = str(attributes["result"]["Err"])
        return Receipt(Block(number, block_hash), fee, error, executed)

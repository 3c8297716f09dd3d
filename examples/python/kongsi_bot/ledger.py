"""Keeps the books: what an account's fills and fees must have done to its balances, from the events of final blocks.

Only final blocks count, and each of them does: they are read one by one by height. In the end the chain is asked, and the
two must agree to the atom.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from scalecodec.utils.ss58 import ss58_decode

from .chain import Block, Chain, Json, Market, human

KSI: Json = {"id": 0, "symbol": "KSI", "decimals": 12}


@dataclass(frozen=True)
class Fill:
    """One execution of an order of the account's. `fee` is in quote atoms; a rebate is negative."""

    block: int
    side: str
    role: str
    ticks: int
    lots: int
    notional: int
    fee: int


@dataclass
class Ledger:
    chain: Chain
    market: Market
    start: Block
    opening: dict[int, dict[str, int]]
    at: Block
    fills: list[Fill] = field(default_factory=list)
    changes: Counter[int] = field(default_factory=Counter)
    fees: int = 0

    @classmethod
    async def open(cls, chain: Chain, market: Market) -> Self:
        """Begins with the balances at the last final block."""
        start = await chain.finalized()
        return cls(chain, market, start, await chain.balances(start.hash), start)

    async def advance(self) -> list[Fill]:
        """Accounts for every block that has become final; returns the fills in them."""
        found: list[Fill] = []
        final = await self.chain.finalized()
        for number in range(self.at.number + 1, final.number + 1):
            block = Block(number, await self.chain.hash_at(number))
            for event in await self.chain.events(block.hash):
                found += self._note(number, event)
            self.at = block
        self.fills += found
        return found

    def _note(self, block: int, event: Json) -> list[Fill]:
        attributes = event["attributes"]
        match f"{event['module_id']}.{event['event_id']}":
            case "TransactionPayment.TransactionFeePaid" if attributes["who"] == self.chain.account:
                self.fees += attributes["actual_fee"]
                self.changes[KSI["id"]] -= attributes["actual_fee"]
            case "OrderBook.MarketParamsSet" if attributes["market"] == self.market.id:
                # A vote may turn the makers' fee into a rebate while the bot runs.
                self.market.rebate = attributes["params"]["maker_fee_ppm"] < 0
            case "OrderBook.Executed" if attributes["market"] == self.market.id:
                fills = [fill for one in attributes["fills"] if (fill := self._own(block, attributes["trader"], one))]
                for fill in fills:
                    sign = 1 if fill.side == "buy" else -1
                    self.changes[self.market.base["id"]] += sign * fill.lots * self.market.lot_size
                    self.changes[self.market.quote["id"]] -= sign * fill.notional + fill.fee
                return fills
        return []

    def _own(self, block: int, taker: str, fill: Json) -> Fill | None:
        # The side that a resting order is on is a bit of its id.
        maker_bought = not fill["order"] >> 126 & 1
        amounts = (fill["price"], fill["lots"], fill["notional"])
        if fill["maker"] == f"0x{ss58_decode(self.chain.account)}":
            fee = -fill["maker_fee"] if self.market.rebate else fill["maker_fee"]
            return Fill(block, "buy" if maker_bought else "sell", "maker", *amounts, fee)
        if taker == self.chain.account:
            return Fill(block, "sell" if maker_bought else "buy", "taker", *amounts, fill["taker_fee"])
        return None

    def opened_with(self, token: int) -> int:
        return self.opening.get(token, {}).get("total", 0)

    async def reconcile(self) -> list[dict[str, str]]:
        """Compares with what the chain says at the last block that is accounted for."""
        closing = await self.chain.balances(self.at.hash)
        lines: list[dict[str, str]] = []
        for token in {token["id"]: token for token in (KSI, self.market.base, self.market.quote)}.values():
            number, decimals = token["id"], token["decimals"]
            start, end = self.opened_with(number), closing.get(number, {}).get("total", 0)
            implied = self.changes[number]
            numbers = {"start": start, "end": end, "implied": implied, "difference": end - start - implied}
            lines.append({"token": token["symbol"]} | {name: human(value, decimals) for name, value in numbers.items()})
        return lines

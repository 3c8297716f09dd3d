"""The market maker: at every block it looks, plans one batch, and sends it. `kongsi-maker --help` lists its options.

It believes only the chain: what it owns and what rests is read anew at each block, so that a reorganisation, a lost
transaction or orders left by an earlier run need no special case.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter

from async_substrate_interface.errors import SubstrateRequestException
from websockets.exceptions import WebSocketException

from .chain import Block, Chain, Json, Market, NotIncluded, Receipt, human
from .keys import key_from_environment
from .ledger import Ledger
from .quotes import Settings, View, plan

# Levels of the book that are looked at: more than all own ones together.
DEPTH = 60
# Atoms of KSI that are never sold, so that there is something to pay fees with.
FEE_RESERVE = 10**12
CANCEL_ATTEMPTS = 5
FINALITY_S = 120
# Refusals that are part of the trade: the order was filled, or moved, by the transaction before.
RACES = {"OrderNotFound", "NothingToAmend", "NotFillable"}


def log(message: str) -> None:
    """Messages go to stderr, so that stdout holds the summary alone."""
    print(message, file=sys.stderr, flush=True)


class Maker:
    def __init__(self, chain: Chain, market: Market, settings: Settings, take: float, deadline: int) -> None:
        self.chain = chain
        self.market = market
        self.settings = settings
        self.take = take
        self.ahead = deadline
        # The last block in which its orders trade, as the chain was last told; 0 is for ever.
        self.deadline = 0
        self.counts: Counter[str] = Counter()
        self.batches = 0
        self.started = False

    async def run(self, stop: asyncio.Event, most: int | None) -> Json:
        """Trades until `stop` or for `most` blocks, then cancels everything and adds up."""
        ledger = await Ledger.open(self.chain, self.market)
        log(f"{self.chain.account} makes {self.market.symbol} from block {ledger.start.number} on")
        if self.ahead and not await self.chain.has_operation("CancelAfter"):
            log("this chain has no dead-man's switch: what rests here keeps trading if this program is cut off")
            self.ahead = 0
        blocks = 0
        async for block in self.chain.blocks():
            if stop.is_set():
                break
            blocks += 1
            try:
                await self._step(block, ledger)
            except SubstrateRequestException as error:
                # The next block is another chance. Its own orders keep resting meanwhile.
                log(f"warning: {error}")
            if blocks == most:
                break
        return await self._finish(ledger, blocks)

    async def _step(self, block: Block, ledger: Ledger) -> None:
        for fill in await ledger.advance():
            log(f"{fill.role} {fill.side} {fill.lots} lots at {fill.ticks} ticks in block {fill.block}, final")
        operations = self._arm(block.number) + await self._plan(block, ledger)
        if operations:
            await self._send(operations)

    def _arm(self, now: int) -> list[Json]:
        """Puts the dead-man's switch off. Before the orders: a deadline that has passed refuses them."""
        if not self.ahead or self.deadline - now > self.ahead / 2:
            return []
        return [{"CancelAfter": {"market": self.market.id, "deadline": now + self.ahead}}]

    async def _plan(self, block: Block, ledger: Ledger) -> list[Json]:
        market = self.market
        orders = await self.chain.open_orders(market, block.hash)
        balances = await self.chain.balances(block.hash)
        depth = await self.chain.ask("orderbook_v1_depth", market.id, DEPTH, block.hash)
        bid, ask = self._others("buy", depth["bids"], orders), self._others("sell", depth["asks"], orders)
        if bid is None or ask is None:
            # Nothing to go by: quotes that rest stay where they are.
            return []

        if not self.started and market.notional((bid + ask) // 2, self.settings.lots) < market.min_notional:
            raise ValueError("orders of this size are below what the market asks for at least: raise --lots")
        self.started = True

        def spendable(token: int) -> int:
            free = balances.get(token, {}).get("free", 0)
            return max(0, free - FEE_RESERVE) if token == 0 else free

        base = market.base["id"]
        gained = balances.get(base, {}).get("total", 0) - ledger.opened_with(base)
        take = random.choice((("Bid", ask), ("Ask", bid))) if random.random() < self.take else None
        view = View(
            market=market,
            twice_reference=bid + ask,
            orders=orders,
            # Towards zero: KSI that went for fees are no position.
            position=abs(gained) // market.lot_size * (1 if gained > 0 else -1),
            free_base=spendable(base),
            free_quote=spendable(market.quote["id"]),
            take=take,
        )
        return plan(view, self.settings)

    def _others(self, side: str, levels: list[Json], orders: list[Json]) -> int | None:
        """The best price of a side at which somebody else stands."""
        own: Counter[int] = Counter()
        for order in orders:
            if order["side"] == side:
                own[order["ticks"]] += order["lots"]
        for price, size, _ in levels:
            ticks = self.market.ticks(price)
            if self.market.lots(size) > own[ticks]:
                return ticks
        return None

    async def _send(self, operations: list[Json]) -> Receipt | None:
        try:
            receipt = await self.chain.submit(operations)
        except NotIncluded as error:
            log(f"warning: {error}")
            return None
        self.batches += 1
        if receipt.error:
            log(f"error: the batch of block {receipt.block.number} failed: {receipt.error}")
        for executed in receipt.executed:
            for outcome in executed["outcomes"]:
                self._note(receipt.block.number, *next(iter(outcome.items())))
        return receipt

    def _note(self, block: int, what: str, result: Json) -> None:
        if what == "DeadlineSet":
            self.deadline = result or 0
        if what != "Refused":
            self.counts[what] += 1
            return
        self.counts[f"Refused.{result}"] += 1
        if result not in RACES:
            log(f"error: an operation was refused in block {block}: {result}")

    async def _finish(self, ledger: Ledger, blocks: int) -> Json:
        """Cancels everything, waits until that is final, and adds up."""
        log("cancelling everything")
        operations: list[Json] = [{"CancelAll": {"market": self.market.id, "side": None}}]
        if self.ahead:
            operations.append({"CancelAfter": {"market": self.market.id, "deadline": None}})
        receipt: Receipt | None = None
        for _ in range(CANCEL_ATTEMPTS):
            receipt = await self._send(operations)
            if receipt and not receipt.error:
                break
        cancelled = receipt is not None and receipt.error is None
        async with asyncio.timeout(FINALITY_S):
            await ledger.advance()
            while receipt and ledger.at.number < receipt.block.number:
                await asyncio.sleep(0.5)
                await ledger.advance()
        left = await self.chain.open_orders(self.market, ledger.at.hash)
        balances = await ledger.reconcile()
        roles = Counter(fill.role for fill in ledger.fills)
        return {
            "ok": cancelled and not left and all(line["difference"] == "0" for line in balances),
            "account": self.chain.account,
            "market": self.market.id,
            "symbol": self.market.symbol,
            "from": {"hash": ledger.start.hash, "number": ledger.start.number},
            "to": {"hash": ledger.at.hash, "number": ledger.at.number},
            "blocks": blocks,
            "batches": self.batches,
            "operations": dict(self.counts),
            "fills": {
                "maker": roles["maker"],
                "taker": roles["taker"],
                "bought": self._traded(ledger, "buy"),
                "sold": self._traded(ledger, "sell"),
                "fees": human(sum(fill.fee for fill in ledger.fills), self.market.quote["decimals"]),
            },
            "transactionFees": human(ledger.fees, 12),
            "openOrders": len(left),
            "balances": balances,
        }

    def _traded(self, ledger: Ledger, side: str) -> str:
        lots = sum(fill.lots for fill in ledger.fills if fill.side == side)
        return human(lots * self.market.lot_size, self.market.base["decimals"])


async def trade(options: argparse.Namespace) -> int:
    chain = await Chain.connect(options.url, key_from_environment(), os.environ.get("KONGSI_ACCOUNT"))
    try:
        market = await chain.market(options.market)
        settings = Settings(
            levels=options.levels,
            lots=options.lots,
            spread=options.spread,
            step=options.step,
            bound=options.inventory or 10 * options.lots,
        )
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        summary = await Maker(chain, market, settings, options.take, options.deadline).run(stop, options.blocks)
        print(json.dumps(summary, indent=2))
        return 0 if summary["ok"] else 1
    finally:
        await chain.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="kongsi-maker",
        description="Makes a market: quotes both sides around the middle of everybody else's orders, one batch a block.",
        epilog="The secret URI of the key comes from KONGSI_SEED_URI, or from the file that KONGSI_SEED_FILE names. A "
        "trading key sets KONGSI_ACCOUNT to the address of the account that it trades for. Ends with 0; with 1 where the "
        "balances are not what the fills imply; with 2 where it could not work.",
    )
    parser.add_argument("--url", default="ws://127.0.0.1:9944", help="the node (%(default)s)")
    parser.add_argument("--market", type=int, default=1, help="number of the market (%(default)s)")
    parser.add_argument("--levels", type=int, default=3, help="orders on each side (%(default)s)")
    parser.add_argument("--lots", type=int, default=10, help="size of each order (%(default)s)")
    parser.add_argument("--spread", type=int, default=2, help="ticks from the reference to the best order (%(default)s)")
    parser.add_argument("--step", type=int, default=1, help="ticks from order to order (%(default)s)")
    parser.add_argument("--inventory", type=int, help="lots by which the holding may change (10 orders)")
    parser.add_argument("--take", type=float, default=0.0, help="part of the blocks in which it takes (%(default)s)")
    parser.add_argument("--deadline", type=int, default=20, help="orders end so many blocks after its last sign (%(default)s)")
    parser.add_argument("--blocks", type=int, help="stop after so many blocks (at Ctrl-C)")
    options = parser.parse_args()
    try:
        sys.exit(asyncio.run(trade(options)))
    except (OSError, ValueError, SubstrateRequestException, WebSocketException) as error:
        log(f"error: {error}")
        sys.exit(2)


if __name__ == "__main__":
    main()

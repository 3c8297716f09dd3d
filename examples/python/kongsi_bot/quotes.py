"""What a market maker wants the book to look like, and the operations that get it there: a function of what is known.

The bound on inventory holds whatever happens before the batch is carried out. An order that is moved by an amendment
without a size keeps what is left of it; all that could add to the position comes out of a budget from which every live
order has been taken off in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from .chain import Json, Market


@dataclass(frozen=True)
class Settings:
    """Orders a side, lots of each, ticks from the reference to the best one and from one to the next, most inventory."""

    levels: int
    lots: int
    spread: int
    step: int
    bound: int


@dataclass(frozen=True)
class View:
    """What is known at a block. The reference price is doubled, as it may lie between two ticks."""

    market: Market
    twice_reference: int
    orders: list[Json]
    position: int
    free_base: int
    free_quote: int
    take: tuple[str, int] | None = None


def plan(view: View, settings: Settings) -> list[Json]:
    """The operations of the next batch: first what gives room, then what needs it."""
    operations = [operation for side in ("Bid", "Ask") for operation in _side(side, view, settings)]
    rank = {"Cancel": 0, "Amend": 1, "Place": 2}
    return sorted(operations, key=lambda operation: rank[next(iter(operation))])


def _side(side: str, view: View, settings: Settings) -> list[Json]:
    market = view.market
    bid = side == "Bid"
    own = [order for order in view.orders if (order["side"] == "buy") == bid]
    own.sort(key=lambda order: order["ticks"], reverse=bid)
    live = [order for order in own if not order["expired"]]
    budget = settings.bound - (view.position if bid else -view.position) - sum(order["lots"] for order in live)
    free = view.free_quote if bid else view.free_base

    def afford(ticks: int) -> bool:
        nonlocal budget, free
        cost = market.holds(side, ticks, settings.lots)
        too_small = market.notional(ticks, settings.lots) < market.min_notional
        if settings.lots > budget or cost > free or too_small:
            return False
        budget -= settings.lots
        free -= cost
        return True

    operations: list[Json] = []
    if view.take and view.take[0] == side and afford(view.take[1]):
        # Its own quote may be in the way: that is cancelled, and comes back with the next block.
        operations.append(_place(market, side, view.take[1], settings.lots, "ImmediateOrCancel", "CancelMaker"))
    for level in range(settings.levels):
        away = settings.spread + level * settings.step
        # Rounded away from the reference on both sides, so that the price does not drift.
        ticks = max(1, view.twice_reference // 2 - away if bid else (view.twice_reference + 1) // 2 + away)
        if level >= len(live):
            if afford(ticks):
                operations.append(_place(market, side, ticks, settings.lots, "PostOnlySlide", "CancelTaker"))
            continue
        order = live[level]
        price = None if order["ticks"] == ticks else ticks
        quantity = settings.lots if 2 * order["lots"] < settings.lots and afford(ticks) else None
        if price is not None or quantity is not None:
            amended = {"market": market.id, "order_id": int(order["id"]), "price": price, "quantity": quantity}
            operations.append({"Amend": amended})
    for order in live[settings.levels :] + [order for order in own if order["expired"]]:
        operations.append({"Cancel": {"market": market.id, "order_id": int(order["id"])}})
    return operations


def _place(market: Market, side: str, ticks: int, lots: int, time_in_force: str, self_trade: str) -> Json:
    order = {
        "side": side,
        "price": ticks,
        "quantity": lots,
        "time_in_force": time_in_force,
        "self_trade": self_trade,
        "client_id": None,
        "expires_at": None,
    }
    return {"Place": {"market": market.id, "order": order}}

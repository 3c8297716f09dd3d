/**
 * What a market maker wants the book to look like, and the operations that get it there.
 *
 * A pure function of what is known at one block, so that every rule has a test without a chain.
 *
 * The bound on inventory holds whatever happens before the batch is carried out. An order that is moved by an amendment
 * without a size keeps what is left of it, so it cannot be filled twice; everything that could add to the position (a new
 * order, a size that is raised, a take) comes out of a budget from which all live orders have been taken off in full.
 */

import { Enum } from 'polkadot-api';
import type { NewOrder, Operation, SelfTrade, Side, TimeInForce } from './types.ts';
import type { Grid } from './units.ts';

export interface Settings {
	/** Orders on each side. */
	readonly levels: number;
	/** Lots of each order. */
	readonly lots: bigint;
	/** Ticks from the reference price to the best order of each side. */
	readonly halfSpread: bigint;
	/** Ticks from order to order. */
	readonly step: bigint;
	/** Lots by which the inventory may grow or shrink. */
	readonly bound: bigint;
}

/** An open order of the maker's. */
export interface Live {
	readonly id: bigint;
	readonly side: Side;
	readonly ticks: bigint;
	readonly lots: bigint;
	/** It no longer trades: it has expired, or a deadline has passed. It stays in the book until it is removed. */
	readonly expired: boolean;
}

/** What is known at a block. */
export interface View {
	readonly grid: Grid;
	/** The reference price, times two: the middle of two prices may lie between ticks. */
	readonly twiceReference: bigint;
	readonly live: readonly Live[];
	/** Lots gained since the start; negative after selling. */
	readonly position: bigint;
	/** Atoms that can be spent. */
	readonly freeBase: bigint;
	readonly freeQuote: bigint;
	/** The side on which to cross the spread this time, and the price there. */
	readonly take?: { readonly side: Side; readonly ticks: bigint } | undefined;
}

/** The operations of the next batch; none where the book is as wanted. */
export function plan(view: View, settings: Settings): Operation[] {
	// First what gives room, then what needs it: operations of a batch are carried out in order.
	const operations = sides.flatMap((side) => planSide(side, view, settings));
	const rank = ({ type }: Operation) => (type === 'Cancel' ? 0 : type === 'Amend' ? 1 : 2);
	return operations.sort((a, b) => rank(a) - rank(b));
}

const sides: readonly Side[] = ['Bid', 'Ask'];

function planSide(side: Side, view: View, settings: Settings): Operation[] {
	const { grid, position, take } = view;
	const market = grid.market.id;
	const own = view.live.filter((order) => order.side === side).sort((a, b) => better(side, a.ticks, b.ticks));
	const live = own.filter(({ expired }) => !expired);
	const exposure = live.reduce((sum, { lots }) => sum + lots, 0n);
	let budget = settings.bound - (side === 'Bid' ? position : -position) - exposure;
	let free = side === 'Bid' ? view.freeQuote : view.freeBase;
	const holds = (ticks: bigint, lots: bigint) => (side === 'Bid' ? grid.bidHold(ticks, lots) : grid.baseAtoms(lots));
	/** Takes room for more lots, if there is as much. */
	const afford = (ticks: bigint, lots: bigint): boolean => {
		const cost = holds(ticks, lots);
		if (lots > budget || cost > free || !grid.largeEnough(ticks, lots)) return false;
		budget -= lots;
		free -= cost;
		return true;
	};
	const operations: Operation[] = [];
	if (take?.side === side && afford(take.ticks, settings.lots)) {
		// Its own quote may be in the way: that is cancelled, and comes back with the next block.
		operations.push(place(market, side, take.ticks, settings.lots, 'ImmediateOrCancel', 'CancelMaker'));
	}
	for (let level = 0; level < settings.levels; level++) {
		const ticks = target(side, view.twiceReference, settings, level);
		const order = live[level];
		if (!order) {
			if (afford(ticks, settings.lots)) {
				operations.push(place(market, side, ticks, settings.lots, 'PostOnlySlide', 'CancelTaker'));
			}
			continue;
		}
		const price = order.ticks === ticks ? undefined : ticks;
		// Filled for the larger part: back to its size, which counts as new, for all of it may be filled meanwhile.
		const quantity = order.lots * 2n < settings.lots && afford(ticks, settings.lots) ? settings.lots : undefined;
		if (price !== undefined || quantity !== undefined) {
			operations.push(Enum('Amend', { market, order_id: order.id, price, quantity }));
		}
	}
	const surplus = [...live.slice(settings.levels), ...own.filter(({ expired }) => expired)];
	for (const { id } of surplus) operations.push(Enum('Cancel', { market, order_id: id }));
	return operations;
}

/** The price of an order: away from the reference on both sides alike, so that rounding does not make the price drift. */
function target(side: Side, twiceReference: bigint, { halfSpread, step }: Settings, level: number): bigint {
	const away = halfSpread + BigInt(level) * step;
	const ticks = side === 'Bid' ? twiceReference / 2n - away : (twiceReference + 1n) / 2n + away;
	return ticks < 1n ? 1n : ticks;
}

function better(side: Side, a: bigint, b: bigint): number {
	const order = a < b ? -1 : a > b ? 1 : 0;
	return side === 'Bid' ? -order : order;
}

function place(
	market: number,
	side: Side,
	price: bigint,
	quantity: bigint,
	timeInForce: TimeInForce,
	selfTrade: SelfTrade,
): Operation {
	const order: NewOrder = {
		side: Enum(side),
		price,
		quantity,
		time_in_force: Enum(timeInForce),
		self_trade: Enum(selfTrade),
		client_id: undefined,
		expires_at: undefined,
	};
	return Enum('Place', { market, order });
}

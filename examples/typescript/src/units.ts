/**
 * Decimal strings, as JSON-RPC writes them, and the whole numbers that are signed on chain.
 *
 * Money never becomes a float here: 0.1 + 0.2 is 0.30000000000000004, and the chain refuses what is off its grid.
 */

import type { Market } from './types.ts';

/** The input is not a number that this market or token can express. */
export class UnitError extends Error {
	override name = 'UnitError';
}

const PPM = 1_000_000n;
/** More digits than any exact price of a market needs, and a bound for the search. */
const MOST_DIGITS = 48;

/** `"25.1"` with 6 decimals is 25100000 atoms. Throws where digits would be lost. */
export function parseDecimal(text: string, decimals: number): bigint {
	const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
	if (!match) throw new UnitError(`"${text}" is no decimal number: write it like 25.1, without sign or exponent`);
	const [, whole = '0', part = ''] = match;
	const digits = part.replace(/0+$/, '');
	if (digits.length > decimals) throw new UnitError(`"${text}" has more than ${decimals} decimals`);
	return BigInt(whole + digits.padEnd(decimals, '0'));
}

/** 25100000 atoms with 6 decimals is `"25.1"`; without zeros at the end. */
export function formatDecimal(atoms: bigint, decimals: number): string {
	const sign = atoms < 0n ? '-' : '';
	const digits = (atoms < 0n ? -atoms : atoms).toString().padStart(decimals + 1, '0');
	const whole = digits.slice(0, digits.length - decimals);
	const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
	return sign + (part === '' ? whole : `${whole}.${part}`);
}

/** A float without exponent, with the fewest digits that read back as the same float: 1e-7 is `"0.0000001"`. */
export function plain(value: number): string {
	if (!Number.isFinite(value) || value < 0) throw new UnitError(`${value} is no amount`);
	const [mantissa = '0', exponent] = value.toString().split('e');
	if (exponent === undefined) return mantissa;
	const [whole = '0', part = ''] = mantissa.split('.');
	const shift = Number(exponent);
	if (shift >= 0) return whole + part.padEnd(shift, '0');
	return `0.${'0'.repeat(-shift - 1)}${whole}${part}`;
}

/** The grid of one market: what a tick and a lot are, in human units, and what a fill costs. */
export class Grid {
	readonly market: Market;
	/** A price is `ticks x #numerator / #denominator` quote units per base unit. */
	readonly #numerator: bigint;
	readonly #denominator: bigint;
	/** Digits behind the point that a price is written with. */
	readonly #digits: number;

	constructor(market: Market) {
		this.market = market;
		this.#numerator = BigInt(market.tickSize) * 10n ** BigInt(market.base.decimals);
		this.#denominator = BigInt(market.lotSize) * 10n ** BigInt(market.quote.decimals);
		// Exact where the quotient ends; elsewhere so many digits that a tick has six, as the node prints it.
		let digits = 0;
		const enough = (): boolean => {
			const scaled = this.#numerator * 10n ** BigInt(digits);
			return market.exactPrices ? scaled % this.#denominator === 0n : scaled / this.#denominator >= 100_000n;
		};
		while (digits < MOST_DIGITS && !enough()) digits += 1;
		this.#digits = digits;
	}

	/** A price in ticks as a decimal string. */
	price(ticks: bigint): string {
		const scaled = ticks * this.#numerator * 10n ** BigInt(this.#digits);
		return formatDecimal(roundHalfUp(scaled, this.#denominator), this.#digits);
	}

	/** A decimal price in ticks. Throws where it is off the grid: nothing is rounded behind your back. */
	ticks(price: string): bigint {
		const ticks = this.nearestTicks(price);
		if (parseDecimal(price, MOST_DIGITS) !== parseDecimal(this.price(ticks), MOST_DIGITS)) {
			throw new UnitError(`the price of ${this.market.symbol} must be a multiple of ${this.market.tick}: it is ${price}`);
		}
		return ticks;
	}

	/** The nearest price on the grid, in ticks. */
	nearestTicks(price: string): bigint {
		const scaled = parseDecimal(price, MOST_DIGITS);
		const ticks = roundHalfUp(scaled * this.#denominator, this.#numerator * 10n ** BigInt(MOST_DIGITS));
		return ticks < 1n ? 1n : ticks;
	}

	/** A quantity in lots as a decimal string of the base token. */
	size(lots: bigint): string {
		return formatDecimal(lots * BigInt(this.market.lotSize), this.market.base.decimals);
	}

	/** A decimal size in lots. Throws where it is off the grid. */
	lots(size: string): bigint {
		const atoms = parseDecimal(size, this.market.base.decimals);
		const lot = BigInt(this.market.lotSize);
		if (atoms % lot !== 0n) {
			throw new UnitError(`the size on ${this.market.symbol} must be a multiple of ${this.market.lot}: it is ${size}`);
		}
		return atoms / lot;
	}

	/** Base atoms of so many lots. */
	baseAtoms(lots: bigint): bigint {
		return lots * BigInt(this.market.lotSize);
	}

	/** Quote atoms of so many lots at a price; always exact. */
	notional(ticks: bigint, lots: bigint): bigint {
		return ticks * lots * BigInt(this.market.tickSize);
	}

	/** What a resting bid holds: its notional and the market's highest fee on it, rounded up. */
	bidHold(ticks: bigint, lots: bigint): bigint {
		const notional = this.notional(ticks, lots);
		return notional + (notional * BigInt(this.market.fees.maxPpm) + PPM - 1n) / PPM;
	}

	/** Whether an order is worth the market's minimum. */
	largeEnough(ticks: bigint, lots: bigint): boolean {
		return lots > 0n && this.notional(ticks, lots) >= parseDecimal(this.market.minNotional, this.market.quote.decimals);
	}
}

function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
	return (2n * numerator + denominator) / (2n * denominator);
}

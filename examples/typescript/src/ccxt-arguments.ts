/** What callers give, checked and in the form the chain wants. */

import { ArgumentsRequired, InvalidOrder, OrderNotFound } from './ccxt-errors.ts';
import { plain } from './units.ts';

/** A number as decimal digits; a string as it is. */
export function digits(value: number | string): string {
	return typeof value === 'number' ? plain(value) : value;
}

export function required(symbol: string | undefined, method: string): string {
	if (symbol === undefined) throw new ArgumentsRequired(`${method} needs a symbol: ids are those of one market`);
	return symbol;
}

export function orderId(id: string): bigint {
	if (!/^\d+$/.test(id)) throw new OrderNotFound(`order ${id} never rested in the book`);
	return BigInt(id);
}

export function clientId(text: string): bigint {
	if (!/^\d{1,20}$/.test(text)) throw new InvalidOrder(`clientOrderId must be a whole number below 2^64: it is ${text}`);
	return BigInt(text);
}

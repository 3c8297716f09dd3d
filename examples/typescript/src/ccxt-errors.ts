/** Errors under the names, and with the ancestors, that programs written for ccxt catch. */

import { ConnectionFailure, RpcFailure } from './kongsi.ts';
import { NotIncluded } from './lane.ts';
import { UnitError } from './units.ts';

export class BaseError extends Error {
	override get name(): string {
		return this.constructor.name;
	}
}

export class ExchangeError extends BaseError {}
export class AuthenticationError extends ExchangeError {}
export class PermissionDenied extends AuthenticationError {}
export class ArgumentsRequired extends ExchangeError {}
export class BadRequest extends ExchangeError {}
export class OperationRejected extends ExchangeError {}
export class MarketClosed extends OperationRejected {}
export class BadSymbol extends BadRequest {}
export class InsufficientFunds extends ExchangeError {}
export class NotSupported extends ExchangeError {}
export class ExchangeClosedByUser extends ExchangeError {}
export class InvalidOrder extends ExchangeError {}
export class OrderNotFound extends InvalidOrder {}
export class OrderImmediatelyFillable extends InvalidOrder {}
export class OrderNotFillable extends InvalidOrder {}
export class DuplicateOrderId extends InvalidOrder {}

export class OperationFailed extends BaseError {}
export class NetworkError extends OperationFailed {}
export class ExchangeNotAvailable extends NetworkError {}
export class InvalidNonce extends NetworkError {}
export class RequestTimeout extends NetworkError {}

type ErrorClass = new (message: string, options?: ErrorOptions) => BaseError;

/** What the order book refuses an operation with; everything else is an `InvalidOrder`. */
const BOOK: Readonly<Record<string, ErrorClass>> = {
	InsufficientFree: InsufficientFunds,
	WouldTake: OrderImmediatelyFillable,
	NotFillable: OrderNotFillable,
	DuplicateClientId: DuplicateOrderId,
	OrderNotFound,
	NotOrderOwner: OrderNotFound,
	MarketNotOpen: MarketClosed,
	MarketSuspended: MarketClosed,
	UnknownMarket: BadSymbol,
	NotProxy: PermissionDenied,
	CallFiltered: PermissionDenied,
};

/** The error for a refusal by the chain. */
export function refusal(name: string, sentence: string): BaseError {
	return new (BOOK[name] ?? InvalidOrder)(sentence);
}

/** The same failure as ccxt would call it. */
export function asCcxt(error: unknown): unknown {
	if (error instanceof BaseError) return error;
	if (error instanceof UnitError) return new InvalidOrder(error.message, { cause: error });
	if (error instanceof NotIncluded) {
		const kind = { Payment: InsufficientFunds, Stale: InvalidNonce, Future: InvalidNonce }[error.reason] ?? ExchangeNotAvailable;
		return new kind(error.message, { cause: error });
	}
	if (error instanceof ConnectionFailure) {
		const kind = error.message.startsWith('waited') ? RequestTimeout : NetworkError;
		return new kind(error.message, { cause: error });
	}
	if (error instanceof RpcFailure) {
		const kind = { 12001: BadSymbol, 12002: OrderNotFound, [-32601]: NotSupported }[error.code] ?? BadRequest;
		return new kind(error.message, { cause: error });
	}
	return error;
}

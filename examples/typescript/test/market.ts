/** A market for tests: HALO for CASH by the cent, as on a development chain. */

import type { Market, Token } from '../src/types.ts';

type Changes = Partial<Omit<Market, 'base' | 'quote'>> & { base?: Partial<Token>; quote?: Partial<Token> };

export function market({ base, quote, ...rest }: Changes = {}): Market {
	return {
		id: 1,
		symbol: 'HALO/CASH',
		base: { id: 2, symbol: 'HALO', decimals: 0, ...base },
		quote: { id: 1, symbol: 'CASH', decimals: 6, ...quote },
		tick: '0.01',
		lot: '1',
		tickSize: '10000',
		lotSize: '1',
		exactPrices: true,
		minNotional: '1',
		fees: { makerPpm: 100, takerPpm: 500, maxPpm: 1_000 },
		priceBandPpm: 1_000_000,
		maxOpenOrders: 200,
		orders: 0,
		status: 'active',
		...rest,
	};
}

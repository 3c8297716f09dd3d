/** Which methods work: that depends on the node, the chain, and whether there is a key. */

const publicMethods = [
	'publicAPI',
	'spot',
	'loadMarkets',
	'fetchMarkets',
	'fetchCurrencies',
	'fetchOrderBook',
	'fetchTicker',
	'fetchTickers',
	'watchOrderBook',
	'watchTrades',
];

const privateMethods = [
	'privateAPI',
	'fetchBalance',
	'createOrder',
	'cancelOrder',
	'editOrder',
	'cancelAllOrders',
	'fetchOrder',
	'fetchOpenOrders',
	'watchOrders',
];

/** `signs`: there is a key. `keeps`: the node keeps history. `switches`: the chain has a dead-man's switch. */
export function methods(signs: boolean, keeps: boolean, switches: boolean): Record<string, boolean> {
	const has: Record<string, boolean> = {};
	for (const method of publicMethods) has[method] = true;
	for (const method of privateMethods) has[method] = signs;
	for (const method of ['fetchOHLCV', 'fetchTrades']) has[method] = keeps;
	return { ...has, fetchMyTrades: signs && keeps, cancelAllOrdersAfter: signs && switches };
}

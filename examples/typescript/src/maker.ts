/** The market maker's command line: `npm run maker -- --help`. */

import { parseArgs } from 'node:util';
import { Kongsi } from './kongsi.ts';
import { keyFromEnvironment } from './keys.ts';
import { Lane } from './lane.ts';
import { Maker } from './bot.ts';
import { Grid } from './units.ts';

const HELP = `Makes a market: quotes both sides around a reference price and keeps them there, one batch a block.

  KONGSI_SEED_URI=//Charlie npm run maker -- [OPTIONS]

  --url URL         the node (default ws://127.0.0.1:9944)
  --market N        number of the market (default 1)
  --levels N        orders on each side (default 3)
  --size S          of each order, in units of the base token (default 10 lots)
  --spread T        ticks from the reference price to the best order of each side (default 2)
  --step T          ticks from order to order (default 1)
  --inventory S     by how much the holding may grow or shrink (default 10 times --size)
  --reference P     a fixed reference price (default: the middle of everybody else's orders)
  --take RATE       how often to take from others as well, as a part of all blocks: 0.3 (default 0)
  --deadline N      orders end N blocks after it was last heard of, if the chain can do that (default 20; 0 is never)
  --blocks N        stop after N blocks (default: at Ctrl-C)

The secret URI of the key comes from KONGSI_SEED_URI, or from the file that KONGSI_SEED_FILE names. A trading key sets
KONGSI_ACCOUNT to the address of the account that it trades for.

At the end all orders are cancelled and the balances are compared with what the fills imply. The summary on stdout is JSON.
Ends with 0; with 1 where they differ or orders are left; with 2 where it could not work.`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			help: { type: 'boolean', short: 'h' },
			url: { type: 'string', default: 'ws://127.0.0.1:9944' },
			market: { type: 'string', default: '1' },
			levels: { type: 'string', default: '3' },
			size: { type: 'string' },
			spread: { type: 'string', default: '2' },
			step: { type: 'string', default: '1' },
			inventory: { type: 'string' },
			reference: { type: 'string' },
			take: { type: 'string', default: '0' },
			deadline: { type: 'string', default: '20' },
			blocks: { type: 'string' },
		},
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	const key = keyFromEnvironment();
	const chain = await Kongsi.connect(values.url);
	try {
		const market = await chain.market(whole('--market', values.market));
		const grid = new Grid(market);
		const lots = values.size === undefined ? 10n : grid.lots(values.size);
		const settings = {
			levels: whole('--levels', values.levels, 1, 20),
			lots,
			halfSpread: BigInt(whole('--spread', values.spread, 1)),
			step: BigInt(whole('--step', values.step, 1)),
			bound: values.inventory === undefined ? 10n * lots : grid.lots(values.inventory),
		};
		const maker = new Maker(chain, new Lane(chain, key, process.env['KONGSI_ACCOUNT']), grid, settings, {
			reference: values.reference === undefined ? undefined : grid.ticks(values.reference),
			take: rate('--take', values.take),
			deadline: whole('--deadline', values.deadline),
			blocks: values.blocks === undefined ? undefined : whole('--blocks', values.blocks, 1),
		});
		const stop = new AbortController();
		const onSignal = (): void => {
			// Once asks for an orderly end, twice insists.
			if (stop.signal.aborted) process.exit(130);
			stop.abort();
		};
		process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
		const summary = await maker.run(stop.signal);
		console.log(JSON.stringify(summary, null, 2));
		return summary.ok ? 0 : 1;
	} finally {
		await chain.close();
	}
}

function whole(option: string, text: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) {
		throw new Error(`${option} must be a whole number of at least ${least}: it is ${text}`);
	}
	return value;
}

function rate(option: string, text: string): number {
	const value = Number(text);
	if (!(value >= 0 && value <= 1)) throw new Error(`${option} must be from 0 to 1: it is ${text}`);
	return value;
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 2;
}

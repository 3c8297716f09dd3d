import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Grid, UnitError, formatDecimal, parseDecimal, plain } from '../src/units.ts';
import { market } from './market.ts';

test('a decimal string is so many atoms and back', () => {
	for (const [text, decimals, atoms] of [
		['25.1', 6, 25_100_000n],
		['0.000001', 6, 1n],
		['7', 0, 7n],
		['1000000', 12, 10n ** 18n],
	] as const) {
		assert.equal(parseDecimal(text, decimals), atoms);
		assert.equal(formatDecimal(atoms, decimals), text);
	}
	assert.equal(formatDecimal(-1_500_000n, 6), '-1.5');
	for (const bad of ['', '-1', '1e3', '.5', '1.', '0.0000001']) assert.throws(() => parseDecimal(bad, 6), UnitError);
});

test('a float is written without exponent', () => {
	for (const [value, text] of [
		[0.1, '0.1'],
		[1e-7, '0.0000001'],
		[1.5e-9, '0.0000000015'],
		[1e21, '1000000000000000000000'],
		[24.95, '24.95'],
	] as const) {
		assert.equal(plain(value), text);
	}
	assert.throws(() => plain(Number.NaN), UnitError);
});

test('a market with exact prices has a grid of ticks and lots', () => {
	// A tick is 10,000 quote atoms of 6 decimals per lot of one share: 0.01.
	const grid = new Grid(market());
	assert.equal(grid.price(2_505n), '25.05');
	assert.equal(grid.ticks('25.05'), 2_505n);
	assert.equal(grid.ticks('25.050'), 2_505n);
	assert.throws(() => grid.ticks('25.055'), UnitError);
	assert.throws(() => grid.ticks('0.001'), UnitError);
	assert.equal(grid.nearestTicks('25.055'), 2_506n);
	assert.equal(grid.nearestTicks('25.0549'), 2_505n);
	assert.equal(grid.lots('10'), 10n);
	assert.throws(() => grid.lots('0.5'), UnitError);
	// 2,505 x 10 x 10,000 = 250,500,000; the highest fee is 0.1 %, 250,500.
	assert.equal(grid.bidHold(2_505n, 10n), 250_750_500n);
});

test('a price that does not end is read as it is printed', () => {
	// A tick is one quote atom per lot of three base atoms, both without decimals: one third.
	const none = { decimals: 0 };
	const grid = new Grid(market({ tickSize: '1', lotSize: '3', exactPrices: false, base: none, quote: none, tick: '0.333333' }));
	assert.equal(grid.price(1n), '0.333333');
	assert.equal(grid.price(2n), '0.666667');
	assert.equal(grid.price(3n), '1');
	for (const ticks of [1n, 2n, 3n, 1_000_001n]) assert.equal(grid.ticks(grid.price(ticks)), ticks);
	assert.throws(() => grid.ticks('0.3333'), UnitError);
});

/** Keys: made from a secret URI, which comes from the environment and never from the command line, where others see it. */

import { readFileSync, statSync } from 'node:fs';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from '@polkadot-labs/hdkd-helpers';
import type { PolkadotSigner } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';

/** An account that can sign. */
export interface Key {
	readonly address: string;
	/** As events name it: `0x` and 64 digits. */
	readonly hex: string;
	readonly signer: PolkadotSigner;
}

/**
 * The key of a secret URI: a phrase of words or `0x` and 64 hex digits, then hard junctions. Junctions alone are those of
 * the development accounts, whose keys everybody has.
 */
export function keyOf(uri: string): Key {
	const match = /^([^/]*)((?:\/\/[^/]+)*)$/.exec(uri.trim());
	if (!match) throw new Error('a secret URI is words or a 0x seed, then //junctions');
	const [, phrase = '', path = ''] = match;
	const secret = /^0x[0-9a-f]{64}$/i.test(phrase)
		? Buffer.from(phrase.slice(2), 'hex')
		: entropyToMiniSecret(mnemonicToEntropy(phrase || DEV_PHRASE));
	if (path.split('//').some((junction) => Buffer.byteLength(junction) > 31)) throw new Error('a junction has at most 31 bytes');
	const { publicKey, sign } = sr25519CreateDerive(secret)(path);
	return {
		address: ss58Address(publicKey),
		hex: `0x${Buffer.from(publicKey).toString('hex')}`,
		signer: getPolkadotSigner(publicKey, 'Sr25519', sign),
	};
}

/** The key that `KONGSI_SEED_URI` holds, or the file that `KONGSI_SEED_FILE` names. */
export function keyFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Key {
	const { KONGSI_SEED_URI: uri, KONGSI_SEED_FILE: file } = environment;
	if (uri) return keyOf(uri);
	if (!file) throw new Error('set KONGSI_SEED_URI to a secret URI, or KONGSI_SEED_FILE to a file that contains one');
	if ((statSync(file).mode & 0o077) !== 0) throw new Error(`others can read ${file}: chmod 600 it`);
	const content = readFileSync(file, 'utf8').trim();
	if (content === '') throw new Error(`${file} is empty, and a key of nothing is everybody's`);
	return keyOf(content);
}

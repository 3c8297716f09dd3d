/** Values that arrive by themselves, for a loop that takes them one by one. */

import type { Observable } from 'rxjs';

/**
 * Yields the newest value each time the loop asks, and drops those it was too slow for: what a decision needs is the
 * state now, and nobody's slowness may grow a queue. Ends when `signal` is aborted; throws what the source throws.
 */
export async function* newest<T>(source: Observable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
	let value: { readonly it: T } | undefined;
	let end: { readonly error?: unknown } | undefined;
	let wake: () => void = () => {};
	const finish = (how: { readonly error?: unknown }): void => {
		end ??= how;
		wake();
	};
	const onAbort = (): void => finish({});
	const subscription = source.subscribe({
		next: (it) => {
			value = { it };
			wake();
		},
		error: (error: unknown) => finish({ error }),
		complete: () => finish({}),
	});
	signal.addEventListener('abort', onAbort);
	if (signal.aborted) onAbort();
	try {
		for (;;) {
			if (value && !signal.aborted) {
				const { it } = value;
				value = undefined;
				yield it;
			} else if (end) {
				if ('error' in end) throw end.error;
				return;
			} else {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		}
	} finally {
		subscription.unsubscribe();
		signal.removeEventListener('abort', onAbort);
	}
}

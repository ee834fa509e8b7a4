/**
 * Lets a module lower in the order offer something to one above it without being imported by it: the upper module
 * declares the point, the lower one provides at start-up. Keys are fixed after that.
 */
export interface ExtensionPoint<T> {
  provide(key: string, value: T): void;
  get(key: string): T | undefined;
  all(): ReadonlyMap<string, T>;
}

export function extensionPoint<T>(name: string): ExtensionPoint<T> {
  const provided = new Map<string, T>();
  return {
    provide(key, value) {
      // The same module may be set up again for another app in one process (tests); another provider is a mistake.
      const earlier = provided.get(key);
      if (earlier !== undefined && earlier !== value) throw new Error(`${name}: ${key} is provided twice`);
      provided.set(key, value);
    },
    get: (key) => provided.get(key),
    all: () => provided,
  };
}

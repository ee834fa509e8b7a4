/** Known mistakes, put into a database by triggers and never into the product: the simulation must find each. */
export const plantedBugs: Readonly<Record<string, readonly string[]>> = {};

export interface Item {
  readonly name: string;
  readonly price: number;
}

export const total = (items: readonly Item[]): number => items.reduce((sum, { price }) => sum + price, 0);
export const copy = (items: readonly Item[]): Item[] => Object.create(items).map((item: Item) => ({ ...item }));

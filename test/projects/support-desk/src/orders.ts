const base = process.env.ORDERS_URL ?? 'http://orders.internal';

async function request(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(`${base}${path}`, init);
  return response.ok ? response.json() : { error: `The order service answered ${response.status}.` };
}

/** The shop's order service. */
export const orders = {
  of: (customerId: string, since?: string) => request(`/customers/${customerId}/orders?since=${since ?? ''}`),
  parcel: (orderId: string) => request(`/orders/${orderId}/parcel`),
  refund: (orderId: string, items: string[], reason: string) =>
    request(`/orders/${orderId}/refunds`, { method: 'POST', body: JSON.stringify({ items, reason }) }),
};

export interface Ticket {
  id: string;
  subject: string;
  body: string;
  customerId: string;
}

export interface Comment {
  author: 'customer' | 'agent';
  text: string;
}

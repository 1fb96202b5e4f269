export interface Ticket {
  id: string;
  subject: string;
  description: string;
  customerId: string;
}

export interface Comment {
  author: 'customer' | 'agent';
  text: string;
}

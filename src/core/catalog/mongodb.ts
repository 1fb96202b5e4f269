/** MongoDB Atlas: vector searches in an aggregation. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'mongodb',
  title: 'MongoDB',
  homepage: 'https://www.mongodb.com/docs/atlas/atlas-vector-search/',
  checked: '2026-11-21',
  packages: { ecmascript: ['mongodb', 'mongoose'], python: ['pymongo', 'motor'] },
  types: {
    Client: ['MongoClient()', 'AsyncMongoClient()', 'AsyncIOMotorClient()'],
    Database: ['Client.db()', 'Client[]', 'Client.get_database()', 'Db()', 'Database()', 'AsyncDatabase()', 'AsyncIOMotorDatabase()'],
    Collection: [
      'Database.collection()',
      'Database[]',
      'Database.get_collection()',
      'Collection()',
      'AsyncCollection()',
      'AsyncIOMotorCollection()',
      'model()',
      'default.model()',
    ],
  },
  calls: [
    {
      id: 'aggregate($vectorSearch)',
      kind: 'retriever',
      on: 'Collection',
      path: ['aggregate'],
      needs: ['0.0.$vectorSearch'],
      slots: { topK: '0.0.$vectorSearch.limit' },
      telling: [],
    },
  ],
});

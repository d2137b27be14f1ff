// A blog's rows, made up by chance from a seed: the same ones each time, and no real person.
import { Comment, Post, PostTag, Tag, User } from '../../src/data/blog/models'
import { Chance } from './chance'

export const models = [User, Post, Comment, Tag, PostTag]

const labels = ['design', 'engines', 'history', 'numbers', 'practice', 'theory', 'tools', 'travel']
const beginnings = ['Notes on', 'A year of', 'What I learned about', 'Against', 'The end of']
const subjects = ['compilers', 'indexes', 'gardening', 'long walks', 'naming', 'queues', 'tests']
const replies = ['I agree.', 'I see it differently.', 'Thank you!', 'Is there more?', 'Well put.']
const begun = Date.UTC(2026, 0, 5, 8)

/** Fills the tables of the database that is open. */
export async function fill(): Promise<void> {
  const chance = new Chance(7)
  const users = await User.createMany(
    Array.from({ length: 40 }, (_, index) => ({
      name: `User ${index + 1}`,
      email: `user${index + 1}@example.com`,
      age: index % 9 === 8 ? null : chance.whole(14, 70),
      role: index === 0 ? ('admin' as const) : ('member' as const)
    }))
  )
  const tags = await Tag.createMany(labels.map(label => ({ label })))
  const posts = await Post.createMany(
    Array.from({ length: 160 }, (_, index) => ({
      // The last users have written nothing yet.
      userId: chance.whole(1, users.length - 4),
      title: `${chance.one(beginnings)} ${chance.one(subjects)}`,
      published: chance.next() < 0.8,
      likes: chance.whole(0, 90),
      createdAt: new Date(begun + index * 11 * 3_600_000)
    }))
  )
  await PostTag.createMany(
    posts.flatMap(post =>
      chance.some(tags, chance.whole(0, 3)).map(tag => ({ postId: post.id, tagId: tag.id }))
    )
  )
  await Comment.createMany(
    Array.from({ length: 500 }, () => ({
      postId: chance.one(posts).id,
      userId: chance.one(users).id,
      text: chance.one(replies)
    }))
  )
}

// The tables of the examples, as TypeORM describes them.
// biome-ignore-all format: decorators stand on one line, as people write them
import 'reflect-metadata'
import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryGeneratedColumn,
  type Relation,
  VersionColumn
} from 'typeorm'

@Entity()
export class User {
  @PrimaryGeneratedColumn()
  id!: number

  @Column({ unique: true })
  email!: string

  @Column()
  name!: string

  @Column({ type: 'integer', nullable: true })
  age!: number | null

  @Column({ type: 'enum', enum: ['admin', 'member'], default: 'member' })
  role!: 'admin' | 'member'

  @Column({ type: 'numeric', precision: 12, scale: 2, default: 0 })
  balance!: string

  @CreateDateColumn()
  createdAt!: Date

  @OneToOne(() => Profile, profile => profile.user, { cascade: true })
  profile!: Relation<Profile> | null

  @OneToMany(() => Post, post => post.author, { cascade: true })
  posts!: Relation<Post>[]
}

@Entity()
export class Profile {
  @PrimaryGeneratedColumn()
  id!: number

  @Column()
  bio!: string

  @OneToOne(() => User, user => user.profile, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn()
  user!: Relation<User>
}

@Entity()
export class Post {
  @PrimaryGeneratedColumn()
  id!: number

  @Column()
  title!: string

  @Column({ default: false })
  published!: boolean

  @Column({ default: 0 })
  views!: number

  @Column({ type: 'jsonb', nullable: true })
  meta!: { lang: string; likes: number } | null

  @ManyToOne(() => User, user => user.posts, { onDelete: 'CASCADE', nullable: false })
  author!: Relation<User>

  @ManyToMany(() => Tag, tag => tag.posts)
  @JoinTable()
  tags!: Relation<Tag>[]
}

@Entity()
export class Tag {
  @PrimaryGeneratedColumn()
  id!: number

  @Column({ unique: true })
  label!: string

  @ManyToMany(() => Post, post => post.tags)
  posts!: Relation<Post>[]
}

@Entity()
export class Document {
  @PrimaryGeneratedColumn()
  id!: number

  @Column()
  title!: string

  @VersionColumn()
  version!: number

  @DeleteDateColumn({ type: 'timestamptz' })
  deletedAt!: Date | null
}

import { type Expression, type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExpressionStatement,
  isFunctionExpression,
  isIdentifier,
  isJsxAttribute,
  isJsxExpression,
  isNewExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isVoidExpression,
} from 'typescript/unstable/ast/is';
import { API, type Checker, type Project, SignatureKind, type Type } from 'typescript/unstable/sync';
import type { Violation } from './layer-rules.ts';

const rules = {
  statement: 'nobody waits for this promise: await it, return it, or drop(promise, why, onFault)',
  void: 'void leaves a rejection to end the process: drop(promise, why, onFault)',
  callback: 'whoever calls this back waits for no promise: drop(promise, why, onFault) in a body',
} as const;

interface Candidate {
  readonly node: Expression;
  readonly kind: keyof typeof rules;
}

/**
 * Promises that nobody waits for, in the files of tsconfigs (absolute paths). It asks TypeScript itself: Biome's
 * noFloatingPromises (2.5) infers types by its own means, takes `void` for an answer, and found 1 of 90 here.
 */
export function findFloating(configs: readonly string[]): Violation[] {
  const api = new API({});
  try {
    const snapshot = api.updateSnapshot({ openProjects: [...configs] });
    return configs.flatMap((config) => {
      const project = snapshot.getProject(config);
      if (!project) throw new Error(`${config} cannot be opened`);
      const types = new PromiseTypes(project.checker);
      return project.rootFiles.flatMap((path) => inFile(project, types, path));
    });
  } finally {
    api.close();
  }
}

function inFile({ program, checker }: Project, types: PromiseTypes, path: string): Violation[] {
  const source = program.getSourceFile(path);
  if (!source) throw new Error(`${path} is not in the program`);
  const candidates = candidatesIn(source);
  const own = checker.getTypeAtLocation(candidates.map(({ node }) => node));
  const floating = candidates.filter(({ node, kind }, at) =>
    kind === 'callback' ? types.isForNobody(node, own[at]) : types.isPromise(own[at]),
  );
  return floating.map(({ node, kind }) => ({
    path,
    line: source.text.slice(0, node.getStart(source)).split('\n').length,
    rule: rules[kind],
  }));
}

function candidatesIn(source: SourceFile): Candidate[] {
  const found: Candidate[] = [];
  const add = (kind: Candidate['kind'], nodes: readonly Expression[]) =>
    found.push(...nodes.map((node) => ({ node, kind })));
  const visit = (node: Node): void => {
    if (isExpressionStatement(node))
      add(
        'statement',
        ends(node.expression).filter((end) => !isHandled(end)),
      );
    else if (isVoidExpression(node)) add('void', [node.expression]);
    else if (isCallExpression(node) || isNewExpression(node)) {
      // `finally` waits for what its function returns, though its type says nothing of it.
      const isWaitedFor = isCallExpression(node) && methodOf(node) === 'finally';
      if (!isWaitedFor) add('callback', (node.arguments ?? []).filter(mayBeFunction));
    } else if (isPropertyAssignment(node)) add('callback', [node.initializer].filter(mayBeFunction));
    else if (isJsxAttribute(node) && node.initializer && isJsxExpression(node.initializer))
      add('callback', node.initializer.expression ? [node.initializer.expression].filter(mayBeFunction) : []);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function mayBeFunction(node: Expression): boolean {
  const isNamed = isIdentifier(node) || isPropertyAccessExpression(node);
  return isNamed || isArrowFunction(node) || isFunctionExpression(node);
}

/** The expressions that a statement may end with: of `a && b`, `a ? b : c` and `(a)` those of the branches. */
function ends(node: Expression): Expression[] {
  if (isParenthesizedExpression(node)) return ends(node.expression);
  if (isConditionalExpression(node)) return [...ends(node.whenTrue), ...ends(node.whenFalse)];
  if (isVoidExpression(node)) return [];
  if (!isBinaryExpression(node)) return [node];
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.CommaToken) return [...ends(node.left), ...ends(node.right)];
  const isChoice =
    kind === SyntaxKind.AmpersandAmpersandToken ||
    kind === SyntaxKind.BarBarToken ||
    kind === SyntaxKind.QuestionQuestionToken;
  // An assignment keeps what it assigns.
  return isChoice ? ends(node.right) : [];
}

function methodOf(node: Expression): string | null {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return null;
  return node.expression.name.text;
}

/** `.catch(f)` and `.then(f, g)`: somebody takes what it is rejected with. */
function isHandled(node: Expression): boolean {
  const given = isCallExpression(node) ? node.arguments.length : 0;
  const method = methodOf(node);
  return (method === 'catch' && given > 0) || (method === 'then' && given > 1);
}

/** What types say of promises. Every question goes to another process: each is asked once for a type. */
class PromiseTypes {
  readonly #checker: Checker;
  readonly #isPromise = new Map<Type, boolean>();
  readonly #returns = new Map<Type, readonly Type[]>();

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** A promise, or an array of promises; of a union any part. */
  isPromise(type: Type | undefined): boolean {
    if (!type) return false;
    let is = this.#isPromise.get(type);
    if (is === undefined) {
      // A type may hold itself.
      this.#isPromise.set(type, false);
      is = this.#look(type);
      this.#isPromise.set(type, is);
    }
    return is;
  }

  /** A function of `own` type that returns a promise, where one that returns nothing is expected. */
  isForNobody(node: Expression, own: Type | undefined): boolean {
    if (!own || !this.#returned(own).some((type) => this.isPromise(type))) return false;
    const expected = this.#checker.getContextualType(node);
    const wanted = expected ? this.#returned(expected) : [];
    return wanted.length > 0 && wanted.every((type) => type === this.#checker.getVoidType());
  }

  #look(type: Type): boolean {
    const checker = this.#checker;
    if (type.isUnionType()) return type.getTypes().some((part) => this.isPromise(part));
    if (type.isTypeReference() && (checker.isArrayType(type) || checker.isTupleType(type)))
      return checker.getTypeArguments(type).some((part) => this.isPromise(part));
    return checker.getPropertyOfType(type, 'then') !== undefined;
  }

  #returned(type: Type): readonly Type[] {
    const known = this.#returns.get(type);
    if (known) return known;
    const parts = type.isUnionType() ? type.getTypes() : [type];
    const returned = parts
      .flatMap((part) => this.#checker.getSignaturesOfType(part, SignatureKind.Call))
      .flatMap((signature) => this.#checker.getReturnTypeOfSignature(signature) ?? []);
    this.#returns.set(type, returned);
    return returned;
  }
}

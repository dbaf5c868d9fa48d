// What the preview uses of idiomorph.js, which is the work of others and stands here as it is published.

export const Idiomorph: {
  morph(
    from: Element,
    to: Element,
    options: {
      head?: { style: "merge" | "append" | "morph" | "none" };
      callbacks?: { beforeAttributeUpdated?: (name: string, element: Element) => boolean };
    },
  ): void;
};

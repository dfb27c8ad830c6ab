// Its engine downloads itself and cannot be had here: JavaScript's own parser reads it.
SNIPPET

console.log(typeof nearest === "function" ? "read" : "not a function");

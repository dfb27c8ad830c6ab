// Sets the chosen theme before anything is painted; the policy forbids inline scripts.
try {
  const theme = localStorage.getItem("hnswkit:theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // A browser that keeps nothing follows the system.
}

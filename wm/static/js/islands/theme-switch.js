/** The choice of light, dark or the device's own, applied at once and remembered in a cookie for a year. */
customElements.define(
  "theme-switch",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
    }

    handleEvent(event) {
      const choice = event.target.closest("[data-theme-choice]");
      if (!choice) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.choose(choice.dataset.themeChoice);
    }

    choose(theme) {
      const secure = location.protocol === "https:" ? "; secure" : "";
      const age = theme === "system" ? 0 : 31536000;
      document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
      if (theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      for (const each of document.querySelectorAll("[data-theme-choice]")) {
        each.toggleAttribute("aria-current", each.dataset.themeChoice === theme);
        if (each.dataset.themeChoice === theme) each.setAttribute("aria-current", "true");
      }
    }
  },
);

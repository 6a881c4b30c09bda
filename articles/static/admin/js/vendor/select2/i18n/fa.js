// The words of Select2 in the admin, in place of those that Django ships with it.
(function () {
  "use strict";
  const amd = window.jQuery?.fn?.select2?.amd;
  const persian = (number) => new Intl.NumberFormat("fa", { useGrouping: false }).format(number);
  amd?.define("select2/i18n/fa", [], () => ({
    errorLoading: () => "فهرست بارگذاری نشد.",
    inputTooLong: ({ input, maximum }) => `${persian(input.length - maximum)} نویسه بیش از حد است.`,
    inputTooShort: ({ input, minimum }) => `دست‌کم ${persian(minimum - input.length)} نویسهٔ دیگر بنویسید.`,
    loadingMore: () => "در حال بارگذاری…",
    maximumSelected: ({ maximum }) => `حداکثر ${persian(maximum)} مورد را می‌توان انتخاب کرد.`,
    noResults: () => "چیزی پیدا نشد",
    searching: () => "در حال جست‌وجو…",
    removeAllItems: () => "حذف همه",
    removeItem: () => "حذف",
    search: () => "جست‌وجو",
  }));
})();
